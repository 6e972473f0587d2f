package paas.proxy;

/** Tells two listeners. */
record BothLogs(RouterLog first, RouterLog second) implements RouterLog {
  /** One that nobody listens to is left out. */
  static RouterLog of(RouterLog first, RouterLog second) {
    return second.equals(NONE) ? first : new BothLogs(first, second);
  }

  @Override
  public void request(RequestLine line) {
    first.request(line);
    second.request(line);
  }

  @Override
  public void dropped(long lines) {
    first.dropped(lines);
    second.dropped(lines);
  }

  @Override
  public void batchEnded() {
    first.batchEnded();
    second.batchEnded();
  }
}
