package paas.buildpacks.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A range, seen by lines of releases: images are named by {@code 22} or {@code 3.13}, and each
 * holds the newest of its line.
 *
 * @param alternatives of which one must allow a version
 */
record VersionRange(List<Span> alternatives) {
  private static final int MAX_LENGTH = 200;
  private static final Pattern HYPHEN = Pattern.compile("(\\S+)\\s+-\\s+(\\S+)");
  private static final Pattern OR = Pattern.compile("\\|\\|?|\\s+or\\s+");
  private static final Pattern AND = Pattern.compile("[\\s,]+|\\band\\b");
  private static final String NUMBER = "(\\d{1,4}|[xX*])";
  private static final Pattern PART =
      Pattern.compile(
          "(>=|<=|===?|!=|~>|~=|>|<|=|\\^|~)?\\s*v?"
              + NUMBER
              + ("(?:\\." + NUMBER + ")?").repeat(2)
              + "(?:\\.[0-9A-Za-z.]+)?(?:[-+_][0-9A-Za-z.+_-]*|(?:rc|a|b)\\d+)?");

  VersionRange {
    alternatives = List.copyOf(alternatives);
  }

  /** Empty if it cannot be read. */
  static Optional<VersionRange> read(String text, Reading reading) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    List<Span> spans = new ArrayList<>();
    for (String alternative : OR.split(text, -1)) {
      Optional<Span> span = span(alternative.strip(), reading);
      if (span.isEmpty()) {
        return Optional.empty();
      }
      spans.add(span.get());
    }
    return Optional.of(new VersionRange(spans));
  }

  /** True if there are releases of this line in it. */
  boolean allows(String line) {
    Span releases = Part.of("", line).releases();
    return alternatives.stream().anyMatch(span -> span.meets(releases));
  }

  private static Optional<Span> span(String text, Reading reading) {
    String spaced = HYPHEN.matcher(text).replaceAll(">=$1 <=$2");
    Matcher matcher = PART.matcher(spaced);
    Span span = Span.ALL;
    int end = 0;
    while (matcher.find() && isGap(spaced.substring(end, matcher.start()))) {
      end = matcher.end();
      span = span.and(Part.of(matcher).in(reading));
    }
    return end > 0 && isGap(spaced.substring(end)) ? Optional.of(span) : Optional.empty();
  }

  private static boolean isGap(String between) {
    return between.isEmpty() || AND.matcher(between.strip()).matches() || between.isBlank();
  }

  /** From one release up to another, and what is left out between them. */
  record Span(long from, long below, List<Span> without) {
    static final Span ALL = new Span(0, Long.MAX_VALUE, List.of());

    Span and(Span other) {
      return new Span(
          Math.max(from, other.from),
          Math.min(below, other.below),
          Stream.concat(without.stream(), other.without.stream()).toList());
    }

    boolean meets(Span line) {
      Span both = and(line);
      return both.from < both.below
          && both.without.stream()
              .noneMatch(out -> out.from <= line.from && out.below >= line.below);
    }
  }

  /** An operator with up to three numbers, of which -1 stands for any. */
  private record Part(String operator, int major, int minor, int patch) {
    private static final long MINOR = 100_000;
    private static final long MAJOR = MINOR * MINOR;

    static Part of(Matcher m) {
      return new Part(
          m.group(1) == null ? "" : m.group(1),
          number(m.group(2)),
          number(m.group(3)),
          number(m.group(4)));
    }

    static Part of(String operator, String version) {
      String[] numbers = version.split("\\.", -1);
      return new Part(
          operator,
          number(numbers[0]),
          numbers.length > 1 ? number(numbers[1]) : -1,
          numbers.length > 2 ? number(numbers[2]) : -1);
    }

    private static int number(@Nullable String text) {
      return text == null || !Character.isDigit(text.charAt(0)) ? -1 : Integer.parseInt(text);
    }

    private long floor() {
      return Math.max(major, 0) * MAJOR + Math.max(minor, 0) * MINOR + Math.max(patch, 0);
    }

    /** The first release that does not begin with these numbers. */
    private long next() {
      return major < 0 ? Long.MAX_VALUE : floor() + (minor < 0 ? MAJOR : patch < 0 ? MINOR : 1);
    }

    private long nextMajor() {
      return (major + 1) * MAJOR;
    }

    private long nextMinor() {
      return major * MAJOR + (Math.max(minor, 0) + 1) * MINOR;
    }

    Span releases() {
      return new Span(floor(), next(), List.of());
    }

    Span in(Reading reading) {
      boolean whole = reading == Reading.SEMVER;
      return switch (operator) {
        case ">=" -> new Span(floor(), Long.MAX_VALUE, List.of());
        case ">" -> new Span(whole ? next() : floor() + 1, Long.MAX_VALUE, List.of());
        case "<" -> new Span(0, floor(), List.of());
        // The newest of a line is never its first release.
        case "<=" -> new Span(0, whole || patch >= 0 ? next() : floor(), List.of());
        case "!=" -> new Span(0, Long.MAX_VALUE, List.of(releases()));
        case "^" -> new Span(floor(), caret(), List.of());
        case "~=", "~>" ->
            new Span(floor(), lastMayRise(whole && operator.equals("~>")), List.of());
        case "~" -> new Span(floor(), lastMayRise(reading != Reading.COMPOSER), List.of());
        default -> releases();
      };
    }

    private long caret() {
      if (major == 0 && minor > 0) {
        return nextMinor();
      }
      return nextMajor();
    }

    private long lastMayRise(boolean tilde) {
      return patch >= 0 || (tilde && minor >= 0) ? nextMinor() : nextMajor();
    }
  }
}
