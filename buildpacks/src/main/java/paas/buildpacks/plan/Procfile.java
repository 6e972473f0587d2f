package paas.buildpacks.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/** Process types and their commands, as the app's own Procfile names them, in its order. */
public record Procfile(Map<String, String> commands) {
  public static final String FILE = "Procfile";

  /** Types that are run once by a deploy and are no processes. */
  public static final Set<String> COMMANDS = Set.of("predeploy", "release", "postdeploy");

  /** Types beyond this are refused: a formation of that size is a mistake. */
  static final int MAX_TYPES = 50;

  private static final Pattern TYPE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ENTRY = Pattern.compile("([^\\s:]+)\\s*:\\s*(.*)");

  public Procfile {
    commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
    commands.keySet().forEach(Procfile::checkType);
  }

  /** The Procfile of a tree; one without entries where there is none. */
  public static Procfile of(SourceTree tree) {
    Optional<String> text = tree.read(FILE);
    return text.map(Procfile::parse).orElseGet(() -> new Procfile(Map.of()));
  }

  /**
   * Reads the lines {@code type: command}; {@code #} starts a comment line; Windows line ends are
   * accepted.
   *
   * @throws BrokenSource naming the line, if one cannot be read, or if no line names a process
   */
  public static Procfile parse(String text) {
    var commands = new LinkedHashMap<String, String>();
    var lines = new LinkedHashMap<String, Integer>();
    int number = 0;
    for (String raw : (Iterable<String>) text.lines()::iterator) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Map.Entry<String, String> entry = entry(line, number);
      Integer earlier = lines.putIfAbsent(entry.getKey(), number);
      if (earlier != null) {
        throw broken(
            number,
            "names \"" + entry.getKey() + "\" again (first on line " + earlier + ")",
            "Keep one of the two lines.");
      }
      commands.put(entry.getKey(), entry.getValue());
    }
    if (commands.isEmpty()) {
      throw broken(
          0, "names no process", "Add a line such as \"web: COMMAND\", or remove the file.");
    }
    if (commands.size() > MAX_TYPES) {
      throw broken(0, "names more than " + MAX_TYPES + " process types", "Name fewer.");
    }
    return new Procfile(commands);
  }

  /** True for an RFC 1123 label: lower case letters, digits and inner dashes, up to 63. */
  public static boolean isType(String type) {
    return TYPE.matcher(type).matches();
  }

  static void checkType(String type) {
    if (!isType(type)) {
      throw new IllegalArgumentException("process type: " + type);
    }
  }

  private static Map.Entry<String, String> entry(String line, int number) {
    if (SourceText.isMergeMarker(line)) {
      throw broken(number, "holds a merge marker", "Resolve the conflict and commit again.");
    }
    Matcher matcher = ENTRY.matcher(line);
    if (!matcher.matches()) {
      throw broken(number, "is not \"type: command\"", "Write it as \"web: COMMAND\".");
    }
    String type = matcher.group(1);
    if (!isType(type)) {
      throw broken(
          number,
          "has the process type \"" + shown(type) + "\"",
          "Use lower case letters, digits and inner dashes, at most 63 characters.");
    }
    String command = matcher.group(2).strip();
    if (!StartCommand.isOneLine(command)) {
      throw broken(
          number,
          "has no usable command for \"" + type + "\"",
          "Write one line of at most " + StartCommand.MAX_LENGTH + " characters after the colon.");
    }
    return Map.entry(type, command);
  }

  private static String shown(String type) {
    String clean = type.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > 70 ? clean.substring(0, 70) + "..." : clean;
  }

  private static BrokenSource broken(int line, String problem, String remedy) {
    return new BrokenSource(FILE, line, problem, remedy);
  }
}
