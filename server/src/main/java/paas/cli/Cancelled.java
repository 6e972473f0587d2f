package paas.cli;

/** The caller asked to stop, and the verb did: exit status 130. */
public final class Cancelled extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Cancelled() {
    super("cancelled", null, false, false);
  }
}
