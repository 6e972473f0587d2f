package paas.buildpacks.golang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.Nearest;
import paas.buildpacks.source.SourceText;

/**
 * The statements of a go.mod or a go.work, which are written alike.
 *
 * @param file its name
 */
record GoFile(String file, List<Statement> statements) {
  private static final List<String> VERBS =
      List.of(
          "module",
          "go",
          "toolchain",
          "require",
          "replace",
          "exclude",
          "retract",
          "godebug",
          "tool",
          "ignore",
          "use");

  GoFile {
    statements = List.copyOf(statements);
  }

  /**
   * A statement; one of a block stands alone here.
   *
   * @param line from 1
   */
  record Statement(String verb, List<String> words, int line) {
    Statement {
      words = List.copyOf(words);
    }

    String word(int index) {
      return index < words.size() ? words.get(index) : "";
    }
  }

  /**
   * Reads a file.
   *
   * @throws BrokenSource with the line that is not understood
   */
  static GoFile parse(String file, String text) {
    return new GoFile(file, new Reader(file).read(text));
  }

  Stream<Statement> all(String verb) {
    return statements.stream().filter(s -> s.verb().equals(verb));
  }

  Optional<Statement> first(String verb) {
    return all(verb).findFirst();
  }

  private static final class Reader {
    private final String file;
    private final List<Statement> statements = new ArrayList<>();
    private @Nullable String block;
    private int opened;

    Reader(String file) {
      this.file = file;
    }

    List<Statement> read(String text) {
      int number = 0;
      for (String line : (Iterable<String>) text.lines()::iterator) {
        number++;
        if (SourceText.isMergeMarker(line)) {
          throw wrong(number, "holds a merge marker", "Resolve the conflict and commit again.");
        }
        List<String> words = words(line);
        if (!words.isEmpty()) {
          take(words, number);
        }
      }
      if (block != null) {
        throw wrong(opened, "opens a block that nothing closes", "Close it by a \")\".");
      }
      return statements;
    }

    private void take(List<String> words, int line) {
      if (block != null) {
        if (words.getFirst().equals(")")) {
          block = null;
        } else {
          statements.add(new Statement(block, words, line));
        }
        return;
      }
      String verb = words.getFirst();
      if (!VERBS.contains(verb)) {
        String shown = FirstLine.shown(verb);
        throw wrong(
            line,
            "begins with \"" + shown + "\", which means nothing there",
            Nearest.to(shown, VERBS)
                .map(near -> "Did you mean " + near + "?")
                .orElse("Correct it and push again."));
      }
      List<String> rest = words.subList(1, words.size());
      if (rest.equals(List.of("("))) {
        block = verb;
        opened = line;
      } else if (rest.isEmpty()) {
        throw wrong(line, "has a \"" + verb + "\" that says nothing", "Complete it.");
      } else {
        statements.add(new Statement(verb, rest, line));
      }
    }

    private static List<String> words(String line) {
      String code = line.replaceFirst("(?:^|\\s)//.*", "").strip();
      return Stream.of(code.replace("(", " ( ").split("\\s+"))
          .filter(word -> !word.isEmpty())
          .map(word -> word.replaceAll("^[\"`]|[\"`]$", ""))
          .toList();
    }

    private BrokenSource wrong(int line, String problem, String remedy) {
      return new BrokenSource(file, line, problem, remedy);
    }
  }
}
