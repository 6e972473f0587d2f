package paas.buildpacks.jvm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * The Java files directly at the root of a tree.
 *
 * @param names all of them that are harmless to name
 * @param mains those with a main method
 */
record JavaFiles(List<String> names, List<String> mains) {
  private static final int MAX_FILES = 100;
  private static final Pattern MAIN = Pattern.compile("\\bvoid\\s+main\\s*\\(");

  /** A main method that stands in no class, as Java 25 has it. */
  private static final Pattern COMPACT =
      Pattern.compile("(?m)^(?:public |static ){0,2}void\\s+main\\s*\\(");

  private static final Pattern PACKAGE =
      Pattern.compile("(?m)^[ \\t]*package[ \\t]+([A-Za-z_][\\w.]{0,200})[ \\t]*;");
  private static final Pattern TYPE =
      Pattern.compile(
          "(?m)^(?:(?:public|final|abstract|sealed|strictfp) ){0,5}(?:class|record|enum|interface)["
              + " \\t]+(\\w{1,200})");

  static JavaFiles in(SourceTree tree) {
    List<String> names =
        tree.list("").stream()
            .filter(name -> name.endsWith(".java") && SourceText.isHarmlessPath(name))
            .limit(MAX_FILES)
            .toList();
    List<String> mains =
        names.stream().filter(name -> MAIN.matcher(tree.peek(name).orElse("")).find()).toList();
    return new JavaFiles(names, mains);
  }

  /** The file to start: Main.java, else the only one with a main method. */
  Optional<String> start() {
    return mains.contains("Main.java")
        ? Optional.of("Main.java")
        : Optional.of(mains).filter(all -> all.size() == 1).map(List::getFirst);
  }

  static boolean isCompact(SourceTree tree, String file) {
    return COMPACT.matcher(tree.peek(file).orElse("")).find();
  }

  /** The class that {@code java FILE} would start. */
  static String mainClass(SourceTree tree, String file) {
    String text = tree.peek(file).orElse("");
    String fileClass = file.substring(0, file.length() - ".java".length());
    List<String> types = TYPE.matcher(text).results().map(found -> found.group(1)).toList();
    boolean own = types.isEmpty() || types.contains(fileClass) || isCompact(tree, file);
    Matcher pack = PACKAGE.matcher(text);
    return Stream.of(pack.find() ? pack.group(1) : "", own ? fileClass : types.getFirst())
        .filter(part -> !part.isEmpty())
        .reduce((a, b) -> a + "." + b)
        .orElseThrow();
  }
}
