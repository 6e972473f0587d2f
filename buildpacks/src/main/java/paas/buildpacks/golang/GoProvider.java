package paas.buildpacks.golang;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.DottedNumber;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/** Go modules: the main package at the root, and those directly under cmd/. */
public final class GoProvider implements Provider {
  private static final String FILE = "go.mod";
  private static final Pattern MODULE =
      Pattern.compile("(?m)^[ \\t]*module[ \\t]+\"?([^\\s\"]+)\"?");
  private static final Pattern ASKED =
      Pattern.compile(
          "(?m)^[ \\t]*(?:go[ \\t]+|toolchain[ \\t]+go)(\\d{1,3}\\.\\d{1,3})\\S*[ \\t]*(?://.*)?$");
  private static final Pattern LOCAL_REPLACE = Pattern.compile("=>\\s*\\.{1,2}/");
  private static final Pattern MAIN = Pattern.compile("(?m)^[ \\t]*package[ \\t]+main\\b");
  private static final Pattern IGNORED = Pattern.compile("(?m)^//go:build\\s+ignore\\b");
  private static final Pattern MAJOR = Pattern.compile("v\\d+");

  /** Main packages beyond this are a mistake, or mean to keep the server busy. */
  private static final int MAX_PROGRAMS = 50;

  private static final List<BuildStep.Cache> CACHES =
      List.of(
          new BuildStep.Cache("go-mod", "GOMODCACHE"), new BuildStep.Cache("go-build", "GOCACHE"));

  private final Versions.Line line;
  private final String runtimeImage;

  public GoProvider(Versions versions) {
    line = versions.of("go");
    Versions.Line debian = versions.of("debian");
    runtimeImage = debian.imageOf(debian.standard());
  }

  @Override
  public String language() {
    return "Go";
  }

  @Override
  public String key() {
    return "go";
  }

  @Override
  public String looksFor() {
    return "go.mod (Go)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return tree.isFile(FILE) ? Optional.of(FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "Several programs are under cmd/: name one in a Procfile, \"web: bin/NAME\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    String mod = tree.read(FILE).orElseThrow();
    String module = module(mod);
    Map<String, String> programs = programs(tree, module);
    if (programs.isEmpty()) {
      throw new BrokenSource(
          FILE, 0, "has no main package at the root or under cmd/", "Put the program there.");
    }
    BuildPlan.Version version = version(mod);
    var recipe =
        Recipe.in(line.imageOf(version.version()))
            .runIn(runtimeImage)
            .withSteps(steps(tree, mod, programs))
            .withBuildEnv(Map.of("CGO_ENABLED", "0", "GOTOOLCHAIN", "local"))
            .withPath(List.of("bin"))
            .withFromBuild(fromBuild(programs))
            .withTools(
                List.of(
                    new Tool(
                        "go",
                        List.of("go"),
                        List.of("version"), // go knows no --version
                        version.source().equals("default")
                            ? line.localMinimum()
                            : asked(mod).orElseThrow(),
                        "Install the Debian package golang-go, or a newer Go from go.dev.")));
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(version))
        .withProcesses(start(module, programs));
  }

  private static String module(String mod) {
    Matcher matcher = MODULE.matcher(mod);
    if (!matcher.find()) {
      throw new BrokenSource(FILE, 0, "names no module", "Make one by \"go mod init NAME\".");
    }
    return matcher.group(1);
  }

  /** Go's own promise is that a newer release builds what an older one did: the line is a floor. */
  private BuildPlan.Version version(String mod) {
    Optional<String> asked = asked(mod);
    if (asked.isEmpty()) {
      return new BuildPlan.Version("go", line.standard(), "default");
    }
    String floor = asked.get();
    String source = FILE + " \"" + floor + "\" or newer";
    if (DottedNumber.compare(floor, line.standard()) <= 0) {
      return new BuildPlan.Version("go", line.standard(), source);
    }
    if (line.offered().contains(floor)) {
      return new BuildPlan.Version("go", floor, source);
    }
    throw new BrokenSource(
        FILE,
        0,
        "asks for Go " + floor + ", which is not offered",
        "The newest offered is " + line.offered().getLast() + ".");
  }

  /** The highest release that the go and toolchain lines name. */
  private static Optional<String> asked(String mod) {
    return ASKED.matcher(mod).results().map(m -> m.group(1)).max(DottedNumber::compare);
  }

  /** Names of programs, with the package that each is made from. */
  private static Map<String, String> programs(SourceTree tree, String module) {
    var programs = new LinkedHashMap<String, String>();
    if (isMain(tree, "")) {
      programs.put(rootName(module), ".");
    }
    tree.list("cmd").stream()
        .filter(name -> name.endsWith("/"))
        .map(name -> name.substring(0, name.length() - 1))
        .filter(SourceText::isHarmlessPath)
        .limit(MAX_PROGRAMS)
        .filter(name -> isMain(tree, "cmd/" + name))
        .forEach(name -> programs.putIfAbsent(name, "./cmd/" + name));
    return programs;
  }

  private static boolean isMain(SourceTree tree, String folder) {
    return tree.list(folder).stream()
        .filter(name -> name.endsWith(".go") && !name.endsWith("_test.go"))
        .limit(200)
        .map(name -> tree.read(folder.isEmpty() ? name : folder + "/" + name).orElse(""))
        .anyMatch(text -> MAIN.matcher(text).find() && !IGNORED.matcher(text).find());
  }

  /** The name that go build gives: the last part of the module that is not a major version. */
  private static String rootName(String module) {
    List<String> parts = List.of(module.split("/"));
    String name =
        parts.size() > 1 && MAJOR.matcher(parts.getLast()).matches()
            ? parts.get(parts.size() - 2)
            : parts.getLast();
    if (!SourceText.isHarmlessPath(name)) {
      throw new BrokenSource(
          FILE, 0, "names a module that cannot name a program", "Use letters, digits and dashes.");
    }
    return name;
  }

  private static List<BuildStep> steps(SourceTree tree, String mod, Map<String, String> programs) {
    var steps = new ArrayList<BuildStep>();
    boolean vendored = tree.isFile("vendor/modules.txt");
    if (!vendored && tree.isFile("go.sum") && !LOCAL_REPLACE.matcher(mod).find()) {
      steps.add(
          new BuildStep(
              BuildStep.Role.INSTALL,
              "go mod download",
              List.of(FILE, "go.sum"),
              List.of(List.of("go", "mod", "download")),
              CACHES,
              List.of()));
    }
    var command =
        Stream.of("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", "bin/");
    steps.add(
        new BuildStep(
            BuildStep.Role.BUILD,
            "go build",
            List.of(Recipe.WHOLE_TREE),
            List.of(Stream.concat(command, programs.values().stream()).toList()),
            CACHES,
            programs.keySet().stream().map(name -> "bin/" + name).toList()));
    return steps;
  }

  private static List<String> fromBuild(Map<String, String> programs) {
    return Stream.concat(
            Stream.of("/etc/ssl/certs/ca-certificates.crt"),
            programs.keySet().stream().map(name -> "bin/" + name))
        .toList();
  }

  private static Map<String, StartCommand> start(String module, Map<String, String> programs) {
    Optional<String> web =
        programs.size() == 1
            ? programs.keySet().stream().findFirst()
            : Stream.of("web", "server", rootName(module))
                .filter(programs::containsKey)
                .findFirst();
    return web.map(name -> Map.of("web", new StartCommand("bin/" + name, origin(programs, name))))
        .orElse(Map.of());
  }

  private static String origin(Map<String, String> programs, String name) {
    String folder = programs.getOrDefault(name, ".");
    return folder.equals(".") ? "package main" : folder.substring(2);
  }
}
