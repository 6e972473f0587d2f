package paas.buildpacks.node;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.language.Versions;

/**
 * A Node.js version range, seen by major release: images are named by major, and each holds the
 * newest of its line.
 */
final class NodeRange {
  private static final int MAX_LENGTH = 200;
  private static final Pattern ANY =
      Pattern.compile("|\\*|x|X|latest|current|node|stable|lts|lts/\\*");
  private static final Pattern HYPHEN = Pattern.compile("(\\S+)\\s+-\\s+(\\S+)");
  private static final Pattern PART =
      Pattern.compile(
          "(>=|<=|>|<|=|\\^|~>?)?\\s*v?(\\d{1,4})(?:\\.(\\d+|x|X|\\*))?(?:\\.(\\d+|x|X|\\*))?[^\\s]*");

  private NodeRange() {}

  /**
   * The major release to use: the standard one if the range allows it, else the newest offered one
   * that it allows; empty if none is, or if the range cannot be read.
   */
  static Optional<String> choose(String range, Versions.Line line) {
    List<String> allowed = allowed(range, line);
    return allowed.contains(line.standard())
        ? Optional.of(line.standard())
        : allowed.reversed().stream().findFirst();
  }

  /** The oldest offered major release that the range allows. */
  static Optional<String> oldest(String range, Versions.Line line) {
    return allowed(range, line).stream().findFirst();
  }

  private static List<String> allowed(String range, Versions.Line line) {
    if (range.length() > MAX_LENGTH) {
      return List.of();
    }
    String known =
        line.aliases().getOrDefault(range.strip().toLowerCase(Locale.ROOT), range.strip());
    return line.offered().stream().filter(major -> allows(known, major)).toList();
  }

  private static boolean allows(String range, String major) {
    return List.of(range.split("\\|\\|", -1)).stream()
        .anyMatch(part -> allowsAll(part.strip(), Integer.parseInt(major)));
  }

  private static boolean allowsAll(String part, int major) {
    if (ANY.matcher(part).matches()) {
      return true;
    }
    String spaced = HYPHEN.matcher(part).replaceAll(">=$1 <=$2");
    Matcher matcher = PART.matcher(spaced);
    int end = 0;
    while (matcher.find() && spaced.substring(end, matcher.start()).isBlank()) {
      end = matcher.end();
      if (!allowsOne(matcher, major)) {
        return false;
      }
    }
    return end > 0 && spaced.substring(end).isBlank();
  }

  private static boolean allowsOne(Matcher part, int major) {
    int asked = Integer.parseInt(part.group(2));
    boolean wholeLine = isZero(part.group(3)) && isZero(part.group(4));
    return switch (part.group(1) == null ? "" : part.group(1)) {
      case ">=" -> major >= asked;
      case ">" -> part.group(3) == null ? major > asked : major >= asked;
      case "<" -> wholeLine ? major < asked : major <= asked;
      case "<=" -> major <= asked;
      default -> major == asked;
    };
  }

  private static boolean isZero(@Nullable String number) {
    return number == null || number.matches("0+|[xX*]");
  }
}
