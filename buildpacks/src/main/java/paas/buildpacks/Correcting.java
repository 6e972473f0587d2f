package paas.buildpacks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.language.Correction;
import paas.buildpacks.language.Corrections;
import paas.buildpacks.language.Said;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.BuildStep.Role;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.site.SiteServer;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;

/** The corrections that fit every language, put into a plan. */
final class Correcting {
  /** Which process type each command is for. */
  private static final Map<Correction, String> STARTED =
      new EnumMap<>(
          Map.of(
              Correction.START, "web",
              Correction.PREDEPLOY, "predeploy",
              Correction.RELEASE, "release",
              Correction.POSTDEPLOY, "postdeploy"));

  private Correcting() {}

  /**
   * The corrected plan.
   *
   * @param folder the app's, where the plan is one of the whole repository; else ""
   */
  static BuildPlan apply(Corrections corrections, BuildPlan plan, String folder) {
    versions(corrections, plan);
    BuildPlan corrected = plan;
    if (plan.build() instanceof Recipe recipe) {
      Recipe changed = packages(corrections, recipe);
      changed = command(corrections.of(Correction.INSTALL), Role.INSTALL, changed, folder);
      changed = command(corrections.of(Correction.BUILD), Role.BUILD, changed, folder);
      corrected = corrected.withBuild(changed);
    } else {
      refuse(corrections, plan);
    }
    return site(corrections, started(corrections, corrected, folder), folder);
  }

  /** A version that nobody asked about is a slip. */
  private static void versions(Corrections corrections, BuildPlan plan) {
    List<String> used = plan.versions().stream().map(BuildPlan.Version::tool).toList();
    corrections
        .versions()
        .forEach((tool, said) -> {
          if (!used.contains(tool)) {
            throw new BrokenSource(
                said.origin(),
                said.line(),
                "asks for a version of " + tool + ", which is not used here",
                used.isEmpty()
                    ? "Remove it."
                    : "Versions can be asked for " + String.join(", ", used) + ".");
          }
        });
  }

  /** What a Dockerfile says itself cannot be said beside it. */
  private static void refuse(Corrections corrections, BuildPlan plan) {
    Stream.of(Correction.INSTALL, Correction.BUILD, Correction.STATIC)
        .flatMap(decision -> corrections.of(decision).stream())
        .findFirst()
        .or(() -> corrections.packages().stream().findFirst())
        .ifPresent(said -> {
          throw new BrokenSource(
              said.origin(),
              said.line(),
              "corrects a build that " + plan.because() + " describes",
              "Write it there, or remove it here.");
        });
  }

  private static Recipe packages(Corrections corrections, Recipe recipe) {
    List<String> names = new ArrayList<>(recipe.packages());
    for (Said said : corrections.packages()) {
      if (!Recipe.isPackage(said.value())) {
        throw new BrokenSource(
            said.origin(),
            said.line(),
            "names \"" + said.value() + "\", which can be no Debian package",
            "Write names such as ffmpeg.");
      }
      names.add(said.value());
    }
    return recipe.withPackages(names.stream().distinct().toList());
  }

  /**
   * A person's own command takes the place of the steps of its role, or is put where they belong.
   */
  private static Recipe command(Optional<Said> said, Role role, Recipe recipe, String folder) {
    if (said.isEmpty()) {
      return recipe;
    }
    List<BuildStep> old = recipe.steps().stream().filter(s -> s.role() == role).toList();
    String line = line(said.get());
    BuildStep own =
        new BuildStep(
            role,
            line,
            List.of(Recipe.WHOLE_TREE),
            List.of(List.of("sh", "-c", folder.isEmpty() ? line : "cd " + folder + " && " + line)),
            recipe.steps().stream().flatMap(s -> s.caches().stream()).distinct().toList(),
            old.stream().flatMap(s -> s.makes().stream()).distinct().toList());
    List<BuildStep> steps = new ArrayList<>();
    recipe.steps().stream().filter(s -> s.role().compareTo(role) < 0).forEach(steps::add);
    steps.add(own);
    recipe.steps().stream().filter(s -> s.role().compareTo(role) > 0).forEach(steps::add);
    if (recipe.alone()) {
      return recipe.withSteps(steps);
    }
    // Nobody knows what it makes.
    return recipe.withSteps(steps).withFromBuild(wholeTree(recipe.fromBuild()));
  }

  private static List<String> wholeTree(List<String> fromBuild) {
    return Stream.concat(
            Stream.of(Recipe.WHOLE_TREE), fromBuild.stream().filter(path -> path.startsWith("/")))
        .toList();
  }

  private static BuildPlan started(Corrections corrections, BuildPlan plan, String folder) {
    Map<String, StartCommand> processes = new LinkedHashMap<>(plan.processes());
    STARTED.forEach((decision, type) ->
        corrections.of(decision).ifPresent(said -> processes.put(type, started(said, folder))));
    String health =
        corrections.of(Correction.HEALTH).map(Correcting::path).orElse(plan.healthPath());
    return plan.withProcesses(processes).withHealthPath(health);
  }

  private static StartCommand started(Said said, String folder) {
    return new StartCommand(line(said), said.origin()).in(folder);
  }

  private static BuildPlan site(Corrections corrections, BuildPlan plan, String app) {
    Optional<Said> folder = corrections.of(Correction.STATIC);
    if (folder.isEmpty() || !(plan.build() instanceof Recipe)) {
      return plan;
    }
    Said said = folder.get();
    String root = said.value().equals(".") ? "." : said.value().replaceAll("^\\./|/+$", "");
    if (!root.equals(".") && !SourceText.isHarmlessPath(root)) {
      throw new BrokenSource(
          said.origin(), said.line(), "names a folder that is no plain path", "Write \"dist\".");
    }
    Optional<String> fallback = corrections.of(Correction.FALLBACK).map(Correcting::page);
    String served = app.isEmpty() ? root : root.equals(".") ? app : app + "/" + root;
    return SiteServer.serve(plan, new SiteServer.Site(served, fallback, said.origin()));
  }

  private static String path(Said said) {
    if (!said.value().matches("/[!-~]{0,500}")) {
      throw new BrokenSource(
          said.origin(), said.line(), "has a health path that is no path", "Write \"/health\".");
    }
    return said.value();
  }

  private static String page(Said said) {
    if (!SourceText.isHarmlessPath(said.value())) {
      throw new BrokenSource(
          said.origin(),
          said.line(),
          "names a page that is no plain path",
          "Write \"index.html\".");
    }
    return said.value();
  }

  private static String line(Said said) {
    if (!StartCommand.isOneLine(said.value())) {
      throw new BrokenSource(
          said.origin(),
          said.line(),
          "has a command that is not one line of at most " + StartCommand.MAX_LENGTH,
          "Put it into a script.");
    }
    return said.value();
  }
}
