package paas.engine;

/** A build that ended badly, in one sentence, with what to do next. */
public final class BuildFailed extends Exception {
  private static final long serialVersionUID = 1;
  private final String remedy;

  public BuildFailed(String reason, String remedy) {
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
