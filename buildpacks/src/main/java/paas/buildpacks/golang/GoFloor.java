package paas.buildpacks.golang;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The oldest Go that a file allows.
 *
 * @param release two numbers: "1.24"
 */
record GoFloor(String file, int line, String release) {
  private static final Pattern NUMBERS =
      Pattern.compile("(?:go)?(\\d{1,3}\\.\\d{1,3})(?:[.a-z-]\\S*)?");

  static Optional<GoFloor> of(String file, GoFile.Statement statement) {
    return release(statement.word(0)).map(r -> new GoFloor(file, statement.line(), r));
  }

  /** The line of releases that a version is of: 1.24 of go1.24.3. */
  static Optional<String> release(String version) {
    Matcher matcher = NUMBERS.matcher(version);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
