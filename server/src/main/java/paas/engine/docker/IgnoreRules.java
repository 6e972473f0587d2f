package paas.engine.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which files stay out of a build, by the rules of {@code .dockerignore}: the last match wins. */
final class IgnoreRules {
  /**
   * What each build makes anew, and what is nobody's but the developer's. Nothing that an app could
   * need: target/ and build/ may be committed on purpose, so they go where their language makes
   * them.
   */
  private static final List<String> USUAL =
      List.of(
          ".git",
          "**/node_modules",
          "**/__pycache__",
          "**/*.pyc",
          "**/.venv",
          ".env",
          "**/.DS_Store");

  private record Rule(Pattern pattern, boolean keeps) {}

  private final List<Rule> rules = new ArrayList<>();

  IgnoreRules(List<String> lines) {
    for (String line : lines) {
      String rule = line.strip();
      if (!rule.isEmpty() && !rule.startsWith("#")) {
        add(rule);
      }
    }
  }

  /**
   * The source's own rules; without any, what no build needs stays out.
   *
   * @param own whether the app's own Dockerfile is built, which may copy whatever it likes
   */
  static IgnoreRules of(Path source, boolean own) throws IOException {
    Path file = source.resolve(".dockerignore");
    if (Files.isRegularFile(file)) {
      return new IgnoreRules(Files.readAllLines(file));
    }
    return new IgnoreRules(own ? List.of() : USUAL);
  }

  private void add(String rule) {
    boolean keeps = rule.startsWith("!");
    String path = keeps ? rule.substring(1).strip() : rule;
    String clean = Path.of("/", path).normalize().toString().substring(1);
    if (!clean.isEmpty()) {
      try {
        // A rule for a folder holds for all that is in it.
        rules.add(new Rule(Pattern.compile(expression(clean) + "(/.*)?"), keeps));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException("'" + rule + "' is not a pattern", e);
      }
    }
  }

  /** Whether this path, with '/' between its parts, stays out. */
  boolean ignores(String path) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if (rule.keeps() == ignored && rule.pattern().matcher(path).matches()) {
        ignored = !rule.keeps();
      }
    }
    return ignored;
  }

  /** Whether a folder that is ignored need not even be looked into. */
  boolean skipsWhole(String folder) {
    return ignores(folder) && rules.stream().noneMatch(Rule::keeps);
  }

  private static String expression(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i)) {
        regex.append("(.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '[' && glob.indexOf(']', i) > i) {
        int end = glob.indexOf(']', i);
        regex.append('[').append(glob, i + 1, end).append(']');
        i = end;
      } else if (c == '\\' && i + 1 < glob.length()) {
        regex.append(Pattern.quote(String.valueOf(glob.charAt(++i))));
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}
