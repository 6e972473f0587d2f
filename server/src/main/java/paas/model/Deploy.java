package paas.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change of what runs, numbered from 1 per app.
 *
 * @param commit full hex id of the commit to build; null when nothing is built
 * @param source release to roll back to; null: a commit is built, or what is live runs on
 * @param only the processes to replace; empty means all
 */
public record Deploy(
    AppId app,
    int number,
    Cause cause,
    @Nullable String commit,
    @Nullable Integer source,
    Set<ProcessName> only,
    String actor,
    Instant createdAt,
    DeployState state,
    Instant stateAt) {

  /** Why there is a deploy. */
  public enum Cause {
    PUSH,
    REBUILD,
    CONFIG,
    SCALE,
    RESTART,
    START,
    ROLLBACK;

    public boolean builds() {
      return this == PUSH || this == REBUILD;
    }

    /** Whether it writes a new release; a restart runs the one that there is. */
    public boolean releases() {
      return this != RESTART && this != START;
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
