package paas;

/** A setting with a value that cannot be meant, by its key. */
final class BadSetting extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String key;

  /**
   * @param key as it is written in the file, such as {@code ssh-port}
   * @param problem goes on after the key: {@code is not a port (0 to 65535)}
   */
  BadSetting(String key, String problem) {
    super(problem);
    this.key = key;
  }

  String key() {
    return key;
  }

  String problem() {
    return String.valueOf(getMessage());
  }

  /** Throws unless {@code holds}. */
  static void unless(boolean holds, String key, String problem) {
    if (!holds) {
      throw new BadSetting(key, problem);
    }
  }
}
