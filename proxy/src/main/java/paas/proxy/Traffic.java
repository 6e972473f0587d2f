package paas.proxy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of an app's targets gets a request, and how many requests there may be at a time.
 *
 * @param cap null: any number of requests
 * @param ejection null: a target that fails is chosen as any other
 * @param check null: no target is asked how it is
 * @param sticky whether a visitor stays with the target that answered first
 * @param canary null: all targets are of one release
 * @param timed whether it is to be known for how long no request came
 * @param http2 whether the targets speak HTTP/2, without TLS
 * @param paths those that are another app's
 */
public record Traffic(
    @Nullable Cap cap,
    @Nullable Ejection ejection,
    @Nullable Check check,
    boolean sticky,
    @Nullable Canary canary,
    boolean timed,
    boolean http2,
    List<PathRule> paths) {
  /** Asks for nothing. */
  public static final Traffic NONE =
      new Traffic(null, null, null, false, null, false, false, List.of());

  public Traffic {
    paths = List.copyOf(paths);
  }

  /** One whose paths are all its own. */
  public Traffic(
      @Nullable Cap cap,
      @Nullable Ejection ejection,
      @Nullable Check check,
      boolean sticky,
      @Nullable Canary canary,
      boolean timed,
      boolean http2) {
    this(cap, ejection, check, sticky, canary, timed, http2, List.of());
  }

  /**
   * Paths that are another app's.
   *
   * @param prefix such as {@code /api}, whole segments of the path as it is sent
   * @param app the other app's name; its own paths are not looked at
   * @param strip whether the other app gets the path without the prefix
   */
  public record PathRule(String prefix, String app, boolean strip) {
    public PathRule {
      Target.require(isPrefix(prefix), "not a prefix of paths: " + prefix);
    }

    /** Whether it is one or more whole segments that can be read in one way only. */
    public static boolean isPrefix(String text) {
      return text.length() <= 150 && text.matches("(/(?!\\.)[A-Za-z0-9._~-]+)+");
    }
  }

  /**
   * How many requests an app has at a time.
   *
   * @param concurrency most that are in flight, on all targets together
   * @param queue most that wait for room, first come, first served
   */
  public record Cap(int concurrency, int queue) {
    public Cap {
      Target.require(concurrency >= 1 && queue >= 0, "a cap that lets nothing through");
    }
  }

  /**
   * A question that each target is asked again and again; one that answers wrongly is passed over.
   *
   * @param path must be answered with a status under 500
   * @param attempts after how many wrong answers in a row
   */
  public record Check(String path, long intervalMillis, long timeoutMillis, int attempts) {
    public Check {
      Target.require(
          path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 127),
          "not a path: " + path);
      Target.require(
          intervalMillis >= 1
              && timeoutMillis >= 1
              && timeoutMillis <= Integer.MAX_VALUE
              && attempts >= 1,
          "a check that has no sense");
    }
  }

  /**
   * A newer release that some visitors get.
   *
   * @param release what log lines show of its requests
   * @param targets the ids of those of the route's targets that are of it
   * @param percent how many of a hundred visitors; who gets it once does so as long as this stays
   */
  public record Canary(String release, Set<String> targets, int percent) {
    public Canary {
      targets = Set.copyOf(targets);
      Target.require(percent >= 0 && percent <= 100, "a share of " + percent + " %");
    }
  }

  /**
   * When a target is passed over for a while. When all of them are, all are chosen from.
   *
   * @param failures after so many in a row
   * @param firstMillis for how long; doubled each time that it happens again soon
   * @param longestMillis never for longer
   * @param errors whether an answer with a status from 500 on is a failure too
   */
  public record Ejection(int failures, long firstMillis, long longestMillis, boolean errors) {
    public Ejection {
      Target.require(
          failures >= 1 && firstMillis >= 1 && longestMillis >= firstMillis,
          "an ejection that has no sense");
    }
  }
}
