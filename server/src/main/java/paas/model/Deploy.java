package paas.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change of what runs, numbered from 1 per app.
 *
 * @param commit full hex id of the commit to build; null when nothing is built
 * @param source release to roll back to, or to promote; null: a commit is built, or what is live
 *     runs on
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
    /** A push whose release runs beside the one that is live. */
    CANARY,
    /** A canary's release becomes the live one. */
    PROMOTE,
    REBUILD,
    CONFIG,
    SCALE,
    RESTART,
    START,
    ROLLBACK;

    /** Whether it came with git. */
    public boolean pushed() {
      return this == PUSH || this == CANARY;
    }

    public boolean builds() {
      return pushed() || this == REBUILD;
    }

    /** Whether it writes a new release; the others run one that there is. */
    public boolean releases() {
      return this != RESTART && this != START && this != PROMOTE;
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
