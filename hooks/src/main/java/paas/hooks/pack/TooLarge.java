package paas.hooks.pack;

import java.io.IOException;

/** A limit of the push is broken. */
public final class TooLarge extends IOException {
  private static final long serialVersionUID = 1;

  /** Which one. */
  public enum What {
    PACK,
    OBJECT,
    STRUCTURE,
    UNPACKED,
    OBJECTS
  }

  private final What what;
  private final long limit;

  TooLarge(What what, long limit) {
    super(what + " over " + limit);
    this.what = what;
    this.limit = limit;
  }

  public What what() {
    return what;
  }

  /** Bytes, or objects. */
  public long limit() {
    return limit;
  }
}
