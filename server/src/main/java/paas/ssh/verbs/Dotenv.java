package paas.ssh.verbs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import paas.model.UserError;

/** Config as files: {@code KEY=VALUE} lines with quotes, comments and {@code export}. */
final class Dotenv {
  private final String text;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int at;
  private int line = 1;

  private Dotenv(String text) {
    this.text = text;
  }

  /**
   * Reads a {@code .env} file: blank lines and those that start with {@code #} are skipped; a value
   * in single quotes is taken as it is, one in double quotes knows {@code \n \r \t \" \\ \$}; both
   * may go over several lines. Nothing is expanded. The last of a repeated key counts.
   *
   * @throws UserError exit status 2, with the line's number
   */
  static Map<String, String> parse(String text) {
    Dotenv file = new Dotenv(text.replace("\r\n", "\n"));
    while (file.at < file.text.length()) {
      file.entry();
    }
    return file.values;
  }

  private void entry() {
    skipBlanks();
    if (atEnd() || peek() == '\n' || peek() == '#') {
      skipLine();
      return;
    }
    int started = line;
    int equals = text.indexOf('=', at);
    int end = text.indexOf('\n', at);
    if (equals < 0 || (end >= 0 && equals > end)) {
      throw wrong(started, "is not KEY=VALUE");
    }
    String key = text.substring(at, equals).strip().replaceFirst("^export\\s+", "");
    at = equals + 1;
    skipBlanks();
    values.put(key, value(started));
    skipLine();
  }

  private String value(int started) {
    if (!atEnd() && (peek() == '\'' || peek() == '"')) {
      char quote = text.charAt(at++);
      String value = quoted(quote, started);
      skipBlanks();
      if (!atEnd() && peek() != '\n' && peek() != '#') {
        throw wrong(started, "goes on after its closing quote");
      }
      return value;
    }
    int end = text.indexOf('\n', at);
    String rest = text.substring(at, end < 0 ? text.length() : end);
    at += rest.length();
    int comment = rest.indexOf(" #");
    return (comment < 0 ? rest : rest.substring(0, comment)).strip();
  }

  private String quoted(char quote, int started) {
    StringBuilder value = new StringBuilder();
    while (!atEnd()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return value.toString();
      }
      line += c == '\n' ? 1 : 0;
      if (c == '\\' && quote == '"' && !atEnd()) {
        escape(text.charAt(at++), value);
      } else {
        value.append(c);
      }
    }
    throw wrong(started, "opens a quote that is never closed");
  }

  private static void escape(char c, StringBuilder value) {
    switch (c) {
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case '"', '\\', '$' -> value.append(c);
      default -> value.append('\\').append(c);
    }
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private char peek() {
    return text.charAt(at);
  }

  private void skipBlanks() {
    while (!atEnd() && (peek() == ' ' || peek() == '\t')) {
      at++;
    }
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
    line++;
  }

  private static UserError wrong(int line, String what) {
    return UserError.usage(
        "line " + line + " " + what, "a line is KEY=VALUE, KEY='VALUE' or # a comment");
  }

  /** A value on one line, for people: quoted when it would not be one otherwise. */
  static String oneLine(String value) {
    return value.chars().anyMatch(Character::isISOControl)
        ? doubleQuoted(value).replaceAll("\\p{Cc}", "?")
        : value;
  }

  /**
   * The lines of a file.
   *
   * @param format {@code shell} for {@code eval}, {@code docker} for {@code --env-file}, else
   *     dotenv
   */
  static List<String> lines(SortedMap<String, String> config, String format) {
    return config.entrySet().stream().map(e -> line(e.getKey(), e.getValue(), format)).toList();
  }

  private static String line(String key, String value, String format) {
    return switch (format) {
      case "shell" -> "export " + key + "='" + value.replace("'", "'\\''") + "'";
      case "docker" -> key + "=" + forDocker(key, value);
      default -> key + "=" + (value.matches("[\\w@%+:,./-]*") ? value : doubleQuoted(value));
    };
  }

  private static String forDocker(String key, String value) {
    if (value.contains("\n")) {
      throw UserError.failed(
          key + " has several lines, which docker --env-file cannot hold", "use --format json");
    }
    return value;
  }

  private static String doubleQuoted(String value) {
    String escaped =
        value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("$", "\\$")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t");
    return "\"" + escaped + "\"";
  }
}
