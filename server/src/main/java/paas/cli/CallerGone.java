package paas.cli;

import java.io.IOException;

/** The caller closed its end while it was being written to. Nobody's fault, and nobody reads on. */
public final class CallerGone extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CallerGone(IOException cause) {
    super(cause);
  }
}
