package paas.model;

/** An app's identity for ever; names change, ids are never used again. */
public record AppId(long value) {
  public AppId {
    if (value < 1) {
      throw new IllegalArgumentException("app id " + value);
    }
  }

  /** {@code a17}: safe as a part of file, container and network names. */
  @Override
  public String toString() {
    return "a" + value;
  }
}
