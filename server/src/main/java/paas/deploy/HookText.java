package paas.deploy;

import java.util.function.Consumer;
import paas.operator.HookOutput;

/** The words of the operator's hooks among the lines of a deploy or a push. */
record HookText(Consumer<String> lines) implements HookOutput {
  @Override
  public void began(String hook) {
    lines.accept("-----> Hook " + hook);
  }

  @Override
  public void line(String text) {
    lines.accept("       " + text);
  }

  @Override
  public void warning(String text, String advice) {
    lines.accept(" !     " + text);
    if (!advice.isEmpty()) {
      lines.accept("       " + advice);
    }
  }
}
