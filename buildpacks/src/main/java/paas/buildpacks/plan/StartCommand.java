package paas.buildpacks.plan;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one process type starts.
 *
 * @param command a shell line, one line; null where the image's own ENTRYPOINT and CMD start it
 * @param origin where it was found: "Procfile", "scripts.start", "Flask"
 */
public record StartCommand(@Nullable String command, String origin) {
  /** The longest command, in characters. */
  public static final int MAX_LENGTH = 4096;

  private static final Pattern COMPOUND = Pattern.compile("[;&|()`{}<>\\n#!]");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");
  private static final Set<String> SHELL_WORDS =
      Set.of(
          ".",
          ":",
          "[[",
          "alias",
          "builtin",
          "cd",
          "case",
          "command",
          "declare",
          "eval",
          "exec",
          "exit",
          "export",
          "for",
          "function",
          "hash",
          "if",
          "jobs",
          "kill",
          "let",
          "read",
          "readonly",
          "set",
          "shift",
          "source",
          "time",
          "times",
          "trap",
          "type",
          "ulimit",
          "umask",
          "unset",
          "until",
          "wait",
          "while");

  public StartCommand {
    if (command != null && !isOneLine(command)) {
      throw new IllegalArgumentException("not one line of at most " + MAX_LENGTH + " characters");
    }
  }

  /** True for text that can be a command: not blank, not too long, no control characters. */
  public static boolean isOneLine(String text) {
    return !text.isBlank()
        && text.length() <= MAX_LENGTH
        && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t');
  }

  /** True for one program with its arguments, which a shell may replace itself with. */
  public static boolean isPlain(String command) {
    String first = command.strip().split("\\s", 2)[0];
    return !COMPOUND.matcher(command).find()
        && !ASSIGNMENT.matcher(first).matches()
        && !SHELL_WORDS.contains(first);
  }

  /** The same, started in a folder of the app. */
  public StartCommand in(String folder) {
    return command == null || folder.isEmpty()
        ? this
        : new StartCommand("cd " + folder + " && " + shellLine(), origin);
  }

  /** The same for a line that somebody typed, whatever it is. */
  public static String shellLine(String typed) {
    return isOneLine(typed) && isPlain(typed) ? "exec " + typed : typed;
  }

  /**
   * The line for {@code sh -c}: with {@code exec} in front where that is safe, so that SIGTERM
   * reaches the app and not a shell.
   *
   * @throws IllegalStateException if the image itself says what to start
   */
  public String shellLine() {
    if (command == null) {
      throw new IllegalStateException("started by the image");
    }
    return isPlain(command) ? "exec " + command : command;
  }
}
