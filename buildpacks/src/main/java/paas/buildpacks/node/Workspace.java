package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;
import paas.buildpacks.source.SubTree;

/**
 * A repository of several packages that are installed together, from one lock file at its root.
 *
 * @param json of the root
 * @param members by folder
 */
record Workspace(SourceTree tree, PackageJson json, Map<String, PackageJson> members) {
  private static final String PNPM = "pnpm-workspace.yaml";
  private static final Pattern LIST_OF_PNPM =
      Pattern.compile(
          "(?m)^packages *:[^\\n]*\\R((?:[ \\t]*(?:-|#)[^\\n]*(?:\\R|\\z)|[ \\t]*\\R)+)");
  private static final Pattern ITEM = Pattern.compile("(?m)^[ \\t]*-[ \\t]*['\"]?([^'\"\\s#]+)");
  private static final int MAX_MEMBERS = 200;
  private static final int MAX_DEPTH = 4;

  /** The workspace of a repository, empty where it is none. */
  static Optional<Workspace> of(SourceTree repository) {
    if (!repository.isFile(PackageJson.FILE)) {
      return Optional.empty();
    }
    PackageJson json = PackageJson.read(repository);
    List<String> patterns = patterns(repository, json);
    Set<String> folders = new TreeSet<>();
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        folders.removeAll(matching(repository, plain(pattern.substring(1))));
      } else {
        folders.addAll(matching(repository, plain(pattern)));
      }
    }
    Map<String, PackageJson> members = new LinkedHashMap<>();
    folders.stream()
        .limit(MAX_MEMBERS)
        .forEach(folder ->
            members.put(folder, PackageJson.read(repository, folder + "/" + PackageJson.FILE)));
    return members.isEmpty()
        ? Optional.empty()
        : Optional.of(new Workspace(repository, json, members));
  }

  private static List<String> patterns(SourceTree tree, PackageJson json) {
    Matcher list = LIST_OF_PNPM.matcher(tree.read(PNPM).orElse(""));
    return list.find()
        ? ITEM.matcher(list.group(1)).results().map(item -> item.group(1)).toList()
        : json.workspaces();
  }

  private static String plain(String pattern) {
    return pattern.replaceAll("^\\./|/+$", "");
  }

  /** Folders with a package.json that a pattern such as "apps/*" means. */
  private static List<String> matching(SourceTree tree, String pattern) {
    List<String> found = List.of("");
    for (String part : pattern.split("/", -1)) {
      List<String> next = new ArrayList<>();
      for (String folder : found.stream().limit(MAX_MEMBERS).toList()) {
        if (part.equals("**")) {
          below(tree, folder, MAX_DEPTH, next);
        } else if (part.contains("*")) {
          String regex = ("\\Q" + part + "\\E").replace("*", "\\E[^/]*\\Q");
          children(tree, folder)
              .filter(child -> child.substring(child.lastIndexOf('/') + 1).matches(regex))
              .forEach(next::add);
        } else {
          next.add(folder.isEmpty() ? part : folder + "/" + part);
        }
      }
      found = next;
    }
    return found.stream()
        .filter(SourceText::isHarmlessPath)
        .filter(folder -> tree.isFile(folder + "/" + PackageJson.FILE))
        .toList();
  }

  private static void below(SourceTree tree, String folder, int depth, List<String> found) {
    found.add(folder);
    if (depth > 0 && found.size() < MAX_MEMBERS) {
      children(tree, folder).forEach(child -> below(tree, child, depth - 1, found));
    }
  }

  private static Stream<String> children(SourceTree tree, String folder) {
    return tree.folders(folder).stream()
        .filter(name -> !name.startsWith(".") && !name.equals("node_modules"))
        .map(name -> (folder.isEmpty() ? "" : folder + "/") + name);
  }

  /** The tree of one member. */
  SourceTree treeOf(String folder) {
    return new SubTree(tree, folder);
  }

  /** The files that decide what is installed, beside those of the root. */
  List<String> packageFiles() {
    return members.keySet().stream().map(folder -> folder + "/" + PackageJson.FILE).toList();
  }

  /** True if installing may read more than the package files of the members. */
  boolean installReadsTree() {
    return members.values().stream()
        .anyMatch(member -> member.installReadsTree() || member.hasProgram());
  }

  boolean hasBuild(String folder) {
    PackageJson member = members.get(folder);
    return member != null && member.script("build").isPresent();
  }

  /** A member and the members that it needs, those that others need first. */
  List<String> needed(String folder) {
    Map<String, String> folders = new LinkedHashMap<>();
    members.forEach((place, json) -> json.name().ifPresent(name -> folders.put(name, place)));
    Set<String> ordered = new LinkedHashSet<>();
    visit(folder, folders, new LinkedHashSet<>(), ordered);
    return List.copyOf(ordered);
  }

  private void visit(
      String folder, Map<String, String> folders, Set<String> seen, Set<String> ordered) {
    PackageJson json = members.get(folder);
    if (json == null || !seen.add(folder)) {
      return;
    }
    folders.forEach((name, place) -> {
      if (json.names(name)) {
        visit(place, folders, seen, ordered);
      }
    });
    ordered.add(folder);
  }
}
