package paas.hooks;

/** Why another's repository gives no tree: a reason that continues its name, and what to do. */
public final class RemoteRefused extends Exception {
  private static final long serialVersionUID = 1;
  private final String remedy;

  RemoteRefused(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }

  public String remedy() {
    return remedy;
  }
}
