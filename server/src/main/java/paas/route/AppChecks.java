package paas.route;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.model.Amount;
import paas.model.Printable;
import paas.model.UserError;
import paas.proxy.Traffic;

/**
 * How an app's web processes are asked how they are: by a deploy before they get traffic, and by
 * the proxy while they have it.
 */
public record AppChecks(Map<String, String> texts) {
  private static final String PREFIX = "check:";
  private static final String OFF = PREFIX + "off";
  private static final String USUAL_PATH = "/";
  private static final int ATTEMPTS = 3;

  /** What can be set of checks. */
  public enum Key implements Setting {
    PATH("what is asked for; any status under 500 will do", "as the app's files say, or /"),
    TIMEOUT("how long an answer may take", "10 s"),
    ATTEMPTS("wrong answers in a row until a process is given up", "by deploys: time; later: 3"),
    WAIT("how long a deploy waits between two attempts", "100 ms"),
    INTERVAL("how often the proxy asks a process that has traffic", "never"),
    WAIT_TO_RETIRE("how long requests at replaced processes may take", "the setting steps.drain");

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    private final String summary;
    private final String usual;

    Key(String summary, String usual) {
      this.summary = summary;
      this.usual = usual;
    }

    @Override
    public String summary() {
      return summary;
    }

    @Override
    public String usual() {
      return usual;
    }

    /** As the store calls it. */
    public String stored() {
      return PREFIX + key();
    }

    /** The key of that name; a {@link UserError} that lists them when there is none. */
    public static Key of(String name) {
      return Setting.of(values(), name, "checks have", "they have");
    }

    /**
     * The value as it is kept.
     *
     * @throws UserError when it is none
     */
    public String checked(String text) {
      String value = text.strip();
      boolean fits =
          switch (this) {
            case PATH -> isPath(value);
            case ATTEMPTS -> value.matches("[1-9][0-9]{0,2}");
            case INTERVAL ->
                Amount.time(value)
                    .filter(time -> time.compareTo(SHORTEST_INTERVAL) >= 0)
                    .filter(time -> time.compareTo(LONGEST) <= 0)
                    .isPresent();
            case TIMEOUT, WAIT, WAIT_TO_RETIRE ->
                Amount.time(value)
                    .filter(time -> time.isPositive() && time.compareTo(LONGEST) <= 0)
                    .isPresent();
          };
      if (!fits) {
        throw UserError.usage(key() + " cannot be '" + Printable.of(value) + "'", wanted());
      }
      return value;
    }

    private static boolean isPath(String value) {
      return value.startsWith("/")
          && value.length() <= 1000
          && value.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private String wanted() {
      return switch (this) {
        case PATH -> "it takes a path such as /health";
        case ATTEMPTS -> "it takes a number from 1 to 999";
        case INTERVAL -> "it takes " + Amount.A_TIME + ", from 1 s to 1 h";
        case TIMEOUT, WAIT, WAIT_TO_RETIRE -> "it takes " + Amount.A_TIME + ", at most 1 h";
      };
    }
  }

  public AppChecks {
    texts = Map.copyOf(texts);
  }

  /** The change that turns checks off or on. */
  public static Map<String, Optional<String>> turn(boolean on) {
    return Map.of(OFF, on ? Optional.empty() : Optional.of("on"));
  }

  /** What is set of a key. */
  public Optional<String> text(Key key) {
    return Optional.ofNullable(texts.get(key.stored()));
  }

  /** Whether nobody asks. */
  public boolean off() {
    return texts.containsKey(OFF);
  }

  /**
   * What is asked for.
   *
   * @param named what the app's files say; null: nothing
   */
  public String path(@Nullable String named) {
    return text(Key.PATH).orElse(named == null ? USUAL_PATH : named);
  }

  /** How long an answer may take. */
  public Duration timeout() {
    return time(Key.TIMEOUT).orElse(Duration.ofSeconds(10));
  }

  /** Between two attempts of a deploy. */
  public Duration between() {
    return time(Key.WAIT).orElse(Duration.ofMillis(100));
  }

  /** Wrong answers in a row until a deploy gives up; empty: as many as there is time for. */
  public Optional<Integer> attempts() {
    return text(Key.ATTEMPTS).map(Integer::parseInt);
  }

  /** Whether the app speaks HTTP/2 alone: then it is well when it says so, whatever the path. */
  public boolean http2() {
    return texts.containsKey(Rule.PROTOCOL.key());
  }

  /** How long requests at replaced processes may take. */
  public Duration waitToRetire(Duration usual) {
    return time(Key.WAIT_TO_RETIRE).orElse(usual);
  }

  /** What the proxy asks; null: nothing. */
  Traffic.@Nullable Check check(@Nullable String named) {
    Optional<Duration> interval = time(Key.INTERVAL);
    return off() || interval.isEmpty()
        ? null
        : new Traffic.Check(
            path(named),
            interval.get().toMillis(),
            timeout().toMillis(),
            attempts().orElse(ATTEMPTS));
  }

  private Optional<Duration> time(Key key) {
    return text(key).flatMap(Amount::time);
  }
}
