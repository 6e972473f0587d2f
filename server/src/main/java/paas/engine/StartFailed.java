package paas.engine;

/** A process that could not even be started, in one sentence, with what to do next. */
public final class StartFailed extends Exception {
  private static final long serialVersionUID = 1;
  private final String remedy;

  public StartFailed(String reason, String remedy) {
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
