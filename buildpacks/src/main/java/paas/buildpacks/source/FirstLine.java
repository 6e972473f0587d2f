package paas.buildpacks.source;

import java.util.Optional;

/** Version files: one line that counts. */
public final class FirstLine {
  private FirstLine() {}

  /** The first line of a file that is neither blank nor a comment. */
  public static Optional<String> of(SourceTree tree, String file) {
    return tree.read(file)
        .flatMap(text ->
            text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst());
  }

  /** A stranger's text, short and without control characters, to show in a sentence. */
  public static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > 60 ? clean.substring(0, 60) + "..." : clean;
  }
}
