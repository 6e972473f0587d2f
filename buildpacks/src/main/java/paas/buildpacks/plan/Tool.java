package paas.buildpacks.plan;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program a machine needs to build or run an app without images.
 *
 * @param name as commands name it: "python3"
 * @param candidates programs to try in order; the first that fits stands for the name
 * @param probe arguments that make it print its version and fail where it is not complete
 * @param atLeast the lowest version that fits: "3.11"
 * @param install how to get it on Debian, a whole sentence
 */
public record Tool(
    String name, List<String> candidates, List<String> probe, String atLeast, String install) {
  private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;]*m");
  private static final Pattern NUMBERS = Pattern.compile("\\d+(?:\\.\\d+)*");

  public Tool {
    candidates = List.copyOf(candidates);
    probe = List.copyOf(probe);
  }

  /** A tool that has one name and answers {@code --version}. */
  public static Tool simple(String name, String atLeast, String install) {
    return new Tool(name, List.of(name), List.of("--version"), atLeast, install);
  }

  /** The first version number in what the probe printed. */
  public static Optional<String> versionIn(String output) {
    Matcher matcher = NUMBERS.matcher(COLOUR.matcher(output).replaceAll(""));
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  /** True if what the probe printed names a version that is high enough. */
  public boolean accepts(String output) {
    return versionIn(output).filter(v -> DottedNumber.compare(v, atLeast) >= 0).isPresent();
  }
}
