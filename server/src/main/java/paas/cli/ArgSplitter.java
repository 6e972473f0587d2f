package paas.cli;

import java.util.ArrayList;
import java.util.List;
import paas.model.UserError;

/**
 * Splits a line into words as a POSIX shell would, and does nothing else a shell does: no
 * expansion, no operators, no comments, no globs. {@code $(id)} is five plain characters.
 */
public final class ArgSplitter {
  private static final String HOW_TO_QUOTE =
      "ssh joins words with spaces: quote once for your shell and once for paas, as in ssh paas"
          + " config:set shop \"GREETING='hello world'\"";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private ArgSplitter(String line) {
    this.line = line;
  }

  /**
   * The words of {@code line}.
   *
   * @throws UserError exit status 2, for an open quote, a lone backslash at the end or a control
   *     character; tabs are blanks, and tabs and line ends may stand inside quotes
   */
  public static List<String> split(String line) {
    ArgSplitter splitter = new ArgSplitter(line);
    splitter.run();
    return List.copyOf(splitter.words);
  }

  private void run() {
    while (at < line.length()) {
      char c = next();
      switch (c) {
        case ' ', '\t' -> endWord();
        case '\'' -> single();
        case '"' -> twofold();
        case '\\' -> escaped();
        default -> append(plain(c));
      }
    }
    endWord();
  }

  private char next() {
    return line.charAt(at++);
  }

  private void append(char c) {
    word.append(c);
    inWord = true;
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void escaped() {
    if (at == line.length()) {
      throw UserError.usage("the command ends in a lone backslash", HOW_TO_QUOTE);
    }
    char c = next();
    if (c != '\n') {
      append(quoted(c));
    }
  }

  private void single() {
    inWord = true;
    for (char c = inside('\''); c != '\''; c = inside('\'')) {
      append(quoted(c));
    }
  }

  private void twofold() {
    inWord = true;
    for (char c = inside('"'); c != '"'; c = inside('"')) {
      if (c != '\\') {
        append(quoted(c));
        continue;
      }
      char after = inside('"');
      if ("$`\"\\".indexOf(after) >= 0) {
        append(after);
      } else if (after != '\n') {
        append('\\');
        append(quoted(after));
      }
    }
  }

  private char inside(char quote) {
    if (at == line.length()) {
      throw UserError.usage("a quote (" + quote + ") is never closed", HOW_TO_QUOTE);
    }
    return next();
  }

  private static char plain(char c) {
    if (Character.isISOControl(c)) {
      throw control(c);
    }
    return c;
  }

  private static char quoted(char c) {
    return c == '\t' || c == '\n' ? c : plain(c);
  }

  private static UserError control(char c) {
    return UserError.usage(
        "the command has a control character (code " + (int) c + ")",
        c == '\n' || c == '\r'
            ? "put a value of several lines in quotes, or give it to config:import on stdin"
            : "remove it");
  }
}
