package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * What requirements.txt and the files it includes ask for.
 *
 * @param packages normalised names
 * @param files all files that pip will read for it
 * @param readsTree true where pip reads more of the tree: local packages, unusual paths
 */
record Requirements(Set<String> packages, List<String> files, boolean readsTree) {
  private static final Pattern INCLUDE =
      Pattern.compile("(?:-r|--requirement|-c|--constraint)[\\s=]*(\\S+)");
  private static final Pattern PACKAGE =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(\\[[^]]*])?.*");
  private static final Pattern LOCAL =
      Pattern.compile(
          "-e\\b.*|--editable\\b.*|\\.{0,2}/.*|\\.|.*@\\s*file:.*|.*\\.whl|.*\\.tar\\.gz|(-f|--find-links)\\b.*");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
  private static final int MAX_FILES = 20;

  static Requirements read(SourceTree tree, String first) {
    var packages = new LinkedHashSet<String>();
    var files = new LinkedHashSet<String>();
    boolean readsTree = false;
    var open = new ArrayList<>(List.of(first));
    while (!open.isEmpty()) {
      String file = open.removeFirst();
      if (!tree.isFile(file) || files.contains(file)) {
        continue;
      }
      if (!SourceText.isHarmlessPath(file) || files.size() == MAX_FILES) {
        readsTree = true;
        continue;
      }
      files.add(file);
      readsTree |= readFile(tree, file, packages, open);
    }
    return new Requirements(packages, List.copyOf(files), readsTree);
  }

  /** The same of requirements that stand in another file. */
  static Requirements of(List<String> lines) {
    var packages = new LinkedHashSet<String>();
    lines.forEach(line -> packages.addAll(named(line)));
    return new Requirements(packages, List.of(), false);
  }

  boolean isEmpty() {
    return packages.isEmpty() && !readsTree;
  }

  boolean has(String name) {
    return packages.contains(name);
  }

  private static boolean readFile(
      SourceTree tree, String file, Set<String> packages, List<String> open) {
    boolean readsTree = false;
    int number = 0;
    for (String raw : (Iterable<String>) tree.read(file).orElseThrow().lines()::iterator) {
      number++;
      String line = COMMENT.matcher(raw).replaceFirst("").strip();
      if (line.isEmpty()) {
        continue;
      }
      if (SourceText.isMergeMarker(line)) {
        throw new BrokenSource(
            file, number, "holds a merge marker", "Resolve the conflict and commit again.");
      }
      Matcher include = INCLUDE.matcher(line);
      if (include.matches()) {
        open.add(beside(file, include.group(1)));
      } else if (LOCAL.matcher(line).matches()) {
        readsTree = true;
        packages.addAll(named(line));
      } else {
        packages.addAll(named(line));
      }
    }
    return readsTree;
  }

  /** Included files are relative to the one that includes them. */
  private static String beside(String file, String included) {
    return file.substring(0, file.lastIndexOf('/') + 1) + included;
  }

  /** The package of a line, and each extra as {@code name[extra]}. */
  private static Set<String> named(String line) {
    Matcher matcher = PACKAGE.matcher(line);
    if (!matcher.matches()) {
      return Set.of();
    }
    var names = new LinkedHashSet<String>();
    String name = matcher.group(1).toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    names.add(name);
    String extras = matcher.group(2);
    if (extras != null) {
      for (String extra : extras.substring(1, extras.length() - 1).split(",", -1)) {
        names.add(name + "[" + extra.strip().toLowerCase(Locale.ROOT) + "]");
      }
    }
    return names;
  }
}
