package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Correction;
import paas.buildpacks.language.Said;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.DottedNumber;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.SourceTree;

/**
 * Chooses what installs the packages: what people say, what package.json names in packageManager,
 * else the one whose lock file is there, else npm. Of several lock files pnpm's counts before
 * Bun's, Bun's before Yarn's and Yarn's before npm's: npm's is the one that gets committed by
 * mistake.
 */
record NodeManagers(Versions.Line npm, Versions.Line pnpm, Versions.Line yarn, Versions.Line bun) {
  private static final Pattern NAMED =
      Pattern.compile(
          "(npm|pnpm|yarn|bun)(?:@(\\d{1,4}(?:\\.\\d{1,4}){0,2}(?:-[0-9A-Za-z.-]{1,40})?)(\\+.*)?)?");

  static NodeManagers of(Versions versions) {
    return new NodeManagers(
        versions.of("npm"), versions.of("pnpm"), versions.of("yarn"), versions.of("bun"));
  }

  /**
   * A choice.
   *
   * @param version what to tell of it; empty for npm that nobody named, which comes with Node.js
   * @param locked whether its lock file is there
   */
  record Choice(
      NodeManager manager,
      Optional<BuildPlan.Version> version,
      boolean locked,
      List<String> notices) {}

  /**
   * For an app.
   *
   * @param tree where the lock file lies
   * @param json beside it
   * @param node the version of Node.js, which brings an npm
   */
  Choice choose(AppSource app, SourceTree tree, PackageJson json, String node) {
    Optional<Said> said = app.corrections().of(Correction.PACKAGE_MANAGER);
    NodeManager manager =
        said.map(wish -> named(tree, wish, node, true))
            .or(() -> inPackageJson(json).map(wish -> named(tree, wish, node, false)))
            .orElseGet(() -> byLock(tree));
    Optional<String> lock = manager.locks().stream().filter(tree::isFile).findFirst();
    String source =
        said.map(Said::origin)
            .or(() -> json.packageManager().map(text -> "packageManager"))
            .orElse(lock.orElse("default"));
    return new Choice(
        manager,
        manager
            .toolPackage()
            .map(wanted -> version(manager, wanted, source))
            .or(() -> ofNode(manager, said.or(() -> inPackageJson(json)), source, node)),
        lock.isPresent(),
        notices(tree, json, manager, lock));
  }

  private static BuildPlan.Version version(NodeManager manager, String wanted, String source) {
    return new BuildPlan.Version(
        manager.name(), wanted.substring(wanted.lastIndexOf('@') + 1), source);
  }

  private static Optional<Said> inPackageJson(PackageJson json) {
    return json.packageManager().map(text -> new Said(text, PackageJson.FILE, 0));
  }

  /** The npm that is asked for is there: its exact version is that of the image. */
  private Optional<BuildPlan.Version> ofNode(
      NodeManager manager, Optional<Said> said, String source, String node) {
    return Optional.ofNullable(npm.aliases().get("node " + node))
        .filter(
            _ -> manager instanceof Npm && said.filter(s -> s.value().contains("@")).isPresent())
        .map(major ->
            new BuildPlan.Version(
                manager.name(), major, source + ", the one that comes with Node.js " + node));
  }

  /** Whether Node.js brings an npm of that major version, which reads and writes the same files. */
  private boolean isBrought(String version, String node) {
    return version.split("[.]", 2)[0].equals(npm.aliases().get("node " + node));
  }

  private NodeManager named(SourceTree tree, Said said, String node, boolean nameAloneIsEnough) {
    Matcher matcher = NAMED.matcher(said.value().strip());
    if (!matcher.matches() || (matcher.group(2) == null && !nameAloneIsEnough)) {
      throw new BrokenSource(
          said.origin(),
          said.line(),
          "names the package manager \""
              + FirstLine.shown(said.value())
              + "\", which is not offered",
          "Name npm, pnpm, yarn or bun with a version, such as \"pnpm@10.12.1\", or add a"
              + " Dockerfile.");
    }
    String version = matcher.group(2);
    return switch (matcher.group(1)) {
      case "pnpm" -> version == null ? Pnpm.of(tree, pnpm) : new Pnpm(version);
      case "yarn" -> version == null ? yarnByLock(tree) : yarn(version);
      case "bun" -> new Bun(version == null ? bun.standard() : version);
      default -> new Npm(Optional.ofNullable(version).filter(v -> !isBrought(v, node)));
    };
  }

  private static NodeManager yarn(String version) {
    return DottedNumber.compare(version.replaceFirst("-.*", ""), "2") < 0
        ? new YarnClassic(version)
        : new YarnBerry(version);
  }

  private NodeManager byLock(SourceTree tree) {
    if (tree.isFile(Pnpm.LOCK)) {
      return Pnpm.of(tree, pnpm);
    }
    if (Bun.LOCKS.stream().anyMatch(tree::isFile)) {
      return new Bun(bun.standard());
    }
    return tree.isFile("yarn.lock") || YarnBerry.wrote(tree) ? yarnByLock(tree) : Npm.ofNode();
  }

  private NodeManager yarnByLock(SourceTree tree) {
    return YarnBerry.wrote(tree) ? YarnBerry.of(tree, yarn) : new YarnClassic("1");
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
    allLocks()
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

  /** The lock files of all managers. */
  static Stream<String> allLocks() {
    return Stream.of(new Pnpm(""), new Bun(""), new YarnClassic(""), Npm.ofNode())
        .flatMap(manager -> manager.locks().stream());
  }
}
