package paas.operator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The words of hooks in the server's own log, where nobody waits for them. */
public record HookLog() implements HookOutput {
  private static final Logger log = LoggerFactory.getLogger(HookLog.class);

  @Override
  public void began(String hook) {
    log.info("hook {}", hook);
  }

  @Override
  public void line(String text) {
    log.info("hook: {}", text);
  }

  @Override
  public void warning(String text, String advice) {
    log.warn("{} {}", text, advice);
  }
}
