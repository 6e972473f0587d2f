package paas.engine;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words as a shell reads them back unchanged: for an app's own shell, never for the server's. */
public final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellWords() {}

  /** A line whose words are these, whatever they hold. */
  public static String quoted(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A line by which a shell becomes this program; never a word of the shell's own. */
  public static String exec(List<String> argv) {
    return "exec " + quoted(argv);
  }

  /** A command in one line, for people: as it was typed where it is one word. */
  public static String shown(List<String> argv) {
    String line = argv.size() == 1 ? argv.getFirst() : quoted(argv);
    return line.replace('\n', ' ').replace('\r', ' ');
  }
}
