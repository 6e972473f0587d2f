package paas.engine;

/** The engine does not answer, or answers nonsense; what it runs may well be alive. */
public final class EngineUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public EngineUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
