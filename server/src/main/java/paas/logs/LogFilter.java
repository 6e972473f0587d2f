package paas.logs;

import org.jspecify.annotations.Nullable;

/**
 * Which lines are wanted.
 *
 * @param process a type such as {@code web}, one process such as {@code web.1}, or {@code router};
 *     null for all
 * @param release version of the release that wrote them; null for all
 */
public record LogFilter(@Nullable String process, @Nullable Integer release) {
  public static final LogFilter ALL = new LogFilter(null, null);

  /** Lines that tell of missing ones match always: nobody can know whose those were. */
  public boolean matches(LogLine line) {
    return line.isGap() || ofWhom(line);
  }

  private boolean ofWhom(LogLine line) {
    return (release == null || release == line.release())
        && (process == null
            || line.process().equals(process)
            || line.process().startsWith(process + "."));
  }
}
