package paas.route;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import paas.model.Amount;
import paas.model.Printable;
import paas.model.UserError;
import paas.proxy.Rules;
import paas.proxy.http.HostName;

/** What can be set of an app's route. */
public enum Rule implements Setting {
  CANONICAL("the host that requests for the app's other hosts are sent to", "none"),
  ALLOW("addresses and blocks that are served, with commas between them", "everybody"),
  MAX_BODY("most bytes of a request's body", "no limit"),
  FIRST_BYTE("how long an app may take to begin its answer", "as the server's settings say"),
  IDLE("how long nothing may come of an answer or a WebSocket", "as the server's settings say"),
  HTTPS("redirect: requests without TLS are sent to hosts with a certificate", "both are served"),
  HSTS("how long browsers are told to come over TLS alone", "they are not told"),
  HOLD("how long a request waits while the app is paused or has as many as it may", "30s"),
  CONCURRENCY("most requests that the app works on at a time", "no limit"),
  QUEUE("most requests that wait when it works on as many", "100"),
  EJECT("failures in a row after which a process is passed over for a while, or off", "5"),
  EJECT_ERRORS("on: an answer with a status from 500 on is a failure too", "off"),
  PROTOCOL("h2c: the app speaks HTTP/2 without TLS, as gRPC does, and nothing else", "HTTP/1.1"),
  COMPRESS("on: texts are sent as gzip to clients that accept it", "off"),
  STICKY("on: a visitor stays with the process that answered first, by a cookie", "off");

  private static final Duration LONGEST = Duration.ofHours(24);
  private static final String REDIRECT = "redirect";
  private static final String H2C = "h2c";
  private static final String OFF = "off";
  private static final String ON = "on";
  private static final int MOST_BLOCKS = 100;
  private static final int MOST_REQUESTS = 1_000_000;
  private static final int MOST_FAILURES = 1000;
  private static final Pattern COMMA = Pattern.compile("[, ]+");

  private final String summary;
  private final String usual;

  Rule(String summary, String usual) {
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

  /** The rule of that name; a {@link UserError} that lists them when there is none. */
  public static Rule of(String key) {
    return Setting.of(values(), key, "the proxy has", "it has");
  }

  /**
   * The value as it is kept.
   *
   * @throws UserError when it is none
   */
  public String checked(String text) {
    String value = text.strip();
    return switch (this) {
      case CANONICAL ->
          Optional.ofNullable(HostName.canonical(value))
              .orElseThrow(() -> unfit(value, "a host name such as www.example.com"));
      case ALLOW -> String.join(",", checkedBlocks(value));
      case MAX_BODY -> fit(value, Amount.bytes(value).filter(n -> n > 0), Amount.A_SIZE);
      case HTTPS -> {
        if (!value.equals(REDIRECT)) {
          throw unfit(value, REDIRECT + " or nothing");
        }
        yield value;
      }
      case HSTS ->
          fit(value, Amount.time(value).filter(Duration::isPositive), "a time such as 8760 h");
      case PROTOCOL -> {
        if (!value.equals(H2C)) {
          throw unfit(value, H2C + " or nothing");
        }
        yield value;
      }
      case CONCURRENCY -> count(value, 1, MOST_REQUESTS);
      case QUEUE -> count(value, 0, MOST_REQUESTS);
      case EJECT -> value.equals(OFF) ? value : count(value, 1, MOST_FAILURES);
      case EJECT_ERRORS, STICKY, COMPRESS -> {
        if (!value.equals(ON) && !value.equals(OFF)) {
          throw unfit(value, "on or off");
        }
        yield value;
      }
      case FIRST_BYTE, IDLE, HOLD ->
          fit(value, Amount.time(value).filter(Rule::usable), Amount.A_TIME + ", at most 24h");
    };
  }

  private static boolean usable(Duration time) {
    return time.isPositive() && time.compareTo(LONGEST) <= 0;
  }

  private String fit(String value, Optional<?> amount, String wanted) {
    if (amount.isEmpty()) {
      throw unfit(value, wanted);
    }
    return value;
  }

  private String count(String value, int least, int most) {
    if (!value.matches("[0-9]{1,7}")
        || Integer.parseInt(value) < least
        || Integer.parseInt(value) > most) {
      throw unfit(value, "a number from " + least + " to " + most);
    }
    return Integer.toString(Integer.parseInt(value));
  }

  static List<String> blocks(String text) {
    return COMMA.splitAsStream(text).filter(block -> !block.isEmpty()).toList();
  }

  private List<String> checkedBlocks(String text) {
    List<String> blocks = blocks(text);
    try {
      var _ = new Rules(null, blocks, List.of(), 0, null);
    } catch (IllegalArgumentException e) {
      throw unfit(text, "addresses and blocks such as 192.0.2.7,10.0.0.0/8");
    }
    if (blocks.size() > MOST_BLOCKS) {
      throw unfit(text, "at most " + MOST_BLOCKS + " addresses and blocks");
    }
    return blocks;
  }

  private UserError unfit(String value, String wanted) {
    return UserError.usage(
        key() + " cannot be '" + Printable.of(value) + "'", "it takes " + wanted);
  }
}
