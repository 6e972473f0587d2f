package paas.deploy;

import java.time.Instant;
import paas.logs.LogLine;
import paas.logs.LogStore;
import paas.model.AppId;

/** The platform's own lines among those of an app: {@code paas[deploy]: Switched to v13}. */
public record PlatformLog(LogStore logs, String process) {
  public void platform(AppId app, int release, String text) {
    logs.append(app, new LogLine(Instant.now(), "paas", process, release, text));
  }
}
