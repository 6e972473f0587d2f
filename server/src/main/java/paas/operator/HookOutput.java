package paas.operator;

/** Where the words of hooks go. Called from any thread. */
public interface HookOutput {
  /** A hook begins, such as {@code pre-build.d/10-scan}. */
  void began(String hook);

  void line(String text);

  /** One that was not run or ended badly where nothing depends on it. */
  void warning(String text, String advice);
}
