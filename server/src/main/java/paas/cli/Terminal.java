package paas.cli;

/** The caller's terminal. It is in raw mode: nothing echoes, and a line ends in CR LF. */
public interface Terminal {
  /** Its kind, as in TERM: {@code xterm-256color}; {@code dumb} when the caller did not say. */
  String type();

  int columns();

  int rows();

  /** Calls {@code listener} with each new size from now on, on a thread of its own. */
  void onResize(Resize listener);

  /** From now on Ctrl-C is a byte of the input like any other, for a program that reads it. */
  void raw();

  /** Told of a new size in characters. */
  @FunctionalInterface
  interface Resize {
    void to(int columns, int rows);
  }
}
