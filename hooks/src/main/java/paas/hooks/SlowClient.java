package paas.hooks;

import java.io.IOException;

/** A client sends so slowly that it is not worth waiting for. */
final class SlowClient extends IOException {
  private static final long serialVersionUID = 1;

  SlowClient(String sentence) {
    super(sentence);
  }
}
