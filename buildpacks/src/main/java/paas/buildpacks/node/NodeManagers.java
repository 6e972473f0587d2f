package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.DottedNumber;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.SourceTree;

/**
 * Chooses what installs the packages: what package.json names in packageManager, else the one whose
 * lock file is there, else npm. Of several lock files pnpm's counts before Yarn's and Yarn's before
 * npm's: npm's is the one that gets committed by mistake.
 */
record NodeManagers(Versions.Line pnpm, Versions.Line yarn) {
  private static final Pattern NAMED =
      Pattern.compile(
          "(npm|pnpm|yarn)@(\\d{1,4}(?:\\.\\d{1,4}){0,2}(?:-[0-9A-Za-z.-]{1,40})?)(\\+.*)?");
  private static final List<String> UNKNOWN_LOCKS = List.of("bun.lockb", "bun.lock");

  static NodeManagers of(Versions versions) {
    return new NodeManagers(versions.of("pnpm"), versions.of("yarn"));
  }

  /**
   * A choice.
   *
   * @param version what to tell of it; empty for npm, which comes with Node.js
   * @param locked whether its lock file is there
   */
  record Choice(
      NodeManager manager,
      Optional<BuildPlan.Version> version,
      boolean locked,
      List<String> notices) {}

  Choice choose(SourceTree tree, PackageJson json) {
    Optional<String> named = json.packageManager();
    NodeManager manager = named.map(NodeManagers::named).orElseGet(() -> byLock(tree));
    Optional<String> lock = manager.locks().stream().filter(tree::isFile).findFirst();
    String source = named.isPresent() ? "packageManager" : lock.orElse("default");
    return new Choice(
        manager,
        manager.toolPackage().map(wanted -> version(manager, wanted, source)),
        lock.isPresent(),
        notices(tree, json, manager, lock));
  }

  private static BuildPlan.Version version(NodeManager manager, String wanted, String source) {
    return new BuildPlan.Version(
        manager.name(), wanted.substring(wanted.lastIndexOf('@') + 1), source);
  }

  private static NodeManager named(String text) {
    Matcher matcher = NAMED.matcher(text.strip());
    if (!matcher.matches()) {
      throw new BrokenSource(
          PackageJson.FILE,
          0,
          "names the package manager \"" + FirstLine.shown(text) + "\", which is not offered",
          "Name npm, pnpm or yarn with a version, such as \"pnpm@10.12.1\", or add a Dockerfile.");
    }
    String version = matcher.group(2);
    return switch (matcher.group(1)) {
      case "pnpm" -> new Pnpm(version);
      case "yarn" ->
          DottedNumber.compare(version.replaceFirst("-.*", ""), "2") < 0
              ? new YarnClassic(version)
              : new YarnBerry(version);
      default -> new Npm();
    };
  }

  private NodeManager byLock(SourceTree tree) {
    if (tree.isFile(Pnpm.LOCK)) {
      return Pnpm.of(tree, pnpm);
    }
    if (YarnBerry.wrote(tree)) {
      return YarnBerry.of(tree, yarn);
    }
    return tree.isFile("yarn.lock") ? new YarnClassic("1") : new Npm();
  }

  private static List<String> notices(
      SourceTree tree, PackageJson json, NodeManager manager, Optional<String> lock) {
    var notices = new ArrayList<String>();
    if (lock.isEmpty() && json.installs()) {
      notices.add(
          "There is no "
              + manager.locks().getFirst()
              + ": versions may differ from yours. Commit one.");
    }
    Stream.concat(allLocks(), UNKNOWN_LOCKS.stream())
        .filter(file -> !manager.locks().contains(file) && tree.isFile(file))
        .forEach(file ->
            notices.add(
                file
                    + " is not read: packages are installed by "
                    + manager.name()
                    + lock.map(own -> " (" + own + ")").orElse("")
                    + ". Remove it, or name its manager in packageManager of package.json."));
    notices.addAll(manager.notices(tree));
    return notices;
  }

  private static Stream<String> allLocks() {
    return Stream.of(new Pnpm(""), new YarnClassic(""), new Npm())
        .flatMap(manager -> manager.locks().stream());
  }
}
