package paas.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One started process of one deploy: {@code a17-d45-web.1}. Deterministic, so that an effect can be
 * found again after a crash, and never used twice, so that a route to it can reach nobody else.
 */
public record InstanceName(AppId app, int deploy, ProcessName process) {
  private static final Pattern FORM = Pattern.compile("a([0-9]+)-d([0-9]+)-([a-z0-9-]+\\.[0-9]+)");

  public InstanceName {
    if (deploy < 1) {
      throw new IllegalArgumentException("deploy number " + deploy);
    }
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when the text is not an instance's name
   */
  public static InstanceName parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not an instance name: " + text);
    }
    return new InstanceName(
        new AppId(Long.parseLong(parts.group(1))),
        Integer.parseInt(parts.group(2)),
        ProcessName.parse(parts.group(3)));
  }

  @Override
  public String toString() {
    return app + "-d" + deploy + "-" + process;
  }
}
