package paas.hooks.pack;

import java.io.IOException;

/** A pack is not taken; the message is one sentence for who sent it. */
public final class BadPack extends IOException {
  private static final long serialVersionUID = 1;

  public BadPack(String sentence) {
    super(sentence);
  }
}
