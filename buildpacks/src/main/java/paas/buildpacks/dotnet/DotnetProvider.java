package paas.buildpacks.dotnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/** Projects and solutions of .NET, with ASP.NET or without. */
public final class DotnetProvider implements Provider {
  private static final String GLOBAL = "global.json";
  private static final String OUT = "out";
  private static final int MAX_FOLDERS = 100;
  private static final BuildStep.Cache NUGET = new BuildStep.Cache("nuget", "NUGET_PACKAGES");
  private static final List<String> SOLUTIONS = List.of(".sln", ".slnx");

  /** Files beside the projects that say what is restored. */
  private static final List<String> SETTINGS =
      List.of(
          GLOBAL,
          "nuget.config",
          "NuGet.config",
          "NuGet.Config",
          "Directory.Build.props",
          "Directory.Packages.props");

  private final Versions.Line line;
  private final Versions.Line web;
  private final Versions.Line console;

  public DotnetProvider(Versions versions) {
    line = versions.of("dotnet");
    web = versions.of("dotnet-aspnet");
    console = versions.of("dotnet-runtime");
  }

  @Override
  public String language() {
    return ".NET";
  }

  @Override
  public String key() {
    return "dotnet";
  }

  @Override
  public boolean takesAssets() {
    return true;
  }

  @Override
  public String looksFor() {
    return "a .csproj, .fsproj, .vbproj, .sln or .slnx file (.NET)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    List<String> names = tree.list("");
    return names.stream()
        .filter(DotnetProject::isProject)
        .findFirst()
        .or(() -> names.stream().filter(n -> SOLUTIONS.stream().anyMatch(n::endsWith)).findFirst());
  }

  @Override
  public String startRemedy() {
    return "Make one project a program (Sdk=\"Microsoft.NET.Sdk.Web\" or <OutputType>Exe), or add a"
        + " Procfile with \"web: dotnet out/NAME.dll\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    List<DotnetProject> projects = projects(tree);
    DotnetProject project = program(projects, evidence);
    Versions.Chosen version = line.choose(app, asked(tree, project), Reading.AT_LEAST);
    String number = version.version().version();
    Versions.Line runtime = project.isWeb() ? web : console;
    var recipe =
        Recipe.in(line.imageOf(number))
            .runIn(runtime.imageOf(number))
            .withSteps(steps(tree, projects, project))
            .withBuildEnv(Map.of("DOTNET_CLI_TELEMETRY_OPTOUT", "1", "DOTNET_NOLOGO", "1"))
            .withFromBuild(List.of(OUT))
            .withTools(
                List.of(
                    Tool.simple("dotnet", version.oldest(), "Install the .NET SDK from dot.net.")));
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(version.version()))
        .withWeb(Optional.of(start(project)));
  }

  private static List<DotnetProject> projects(SourceTree tree) {
    List<String> folders = new ArrayList<>(List.of(""));
    for (int i = 0; i < folders.size() && folders.size() < MAX_FOLDERS; i++) {
      String folder = folders.get(i);
      boolean deep = folder.contains("/");
      tree.folders(folder).stream()
          .filter(name -> !name.startsWith(".") && !deep)
          .map(name -> inside(folder, name))
          .filter(SourceText::isHarmlessPath)
          .forEach(folders::add);
    }
    return folders.stream()
        .flatMap(folder ->
            tree.list(folder).stream()
                .filter(DotnetProject::isProject)
                .map(name -> inside(folder, name)))
        .filter(SourceText::isHarmlessPath)
        .map(path -> DotnetProject.read(tree, path))
        .toList();
  }

  private static String inside(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** The one project that is a program: of several web projects, the app has to say which. */
  private static DotnetProject program(List<DotnetProject> projects, String evidence) {
    List<DotnetProject> webs = projects.stream().filter(DotnetProject::isWeb).toList();
    List<DotnetProject> candidates =
        webs.isEmpty() ? projects.stream().filter(DotnetProject::isProgram).toList() : webs;
    List<DotnetProject> here = candidates.stream().filter(p -> p.folder().isEmpty()).toList();
    List<DotnetProject> chosen = here.size() == 1 ? here : candidates;
    if (chosen.isEmpty()) {
      throw new BrokenSource(
          evidence,
          0,
          "leads to no project that is a program",
          "Make one a program: Sdk=\"Microsoft.NET.Sdk.Web\", or <OutputType>Exe.");
    }
    if (chosen.size() > 1) {
      String named = chosen.stream().map(DotnetProject::path).collect(Collectors.joining(", "));
      throw new BrokenSource(
          evidence,
          0,
          "leads to several programs: " + named,
          "Name the folder of one as root in a paas.yml.");
    }
    return chosen.getFirst();
  }

  private static Optional<Wish> asked(SourceTree tree, DotnetProject project) {
    Optional<Wish> framework =
        project
            .framework()
            .map(written ->
                new Wish(
                    DotnetProject.version(written).orElse(written),
                    project.path(),
                    0,
                    project.path() + " \"" + written + "\""));
    return framework.or(() -> sdk(tree));
  }

  private static Optional<Wish> sdk(SourceTree tree) {
    return tree.read(GLOBAL)
        .map(text -> {
          JsonNode sdk = Json.child(GLOBAL, Json.object(GLOBAL, text), "sdk");
          return Optional.ofNullable(Json.text(GLOBAL, sdk, "version")).orElse("");
        })
        .filter(version -> !version.isEmpty())
        .map(version -> Wish.in(GLOBAL, version));
  }

  private static List<BuildStep> steps(
      SourceTree tree, List<DotnetProject> projects, DotnetProject project) {
    List<String> needs =
        Stream.concat(
                projects.stream()
                    .flatMap(p -> Stream.of(p.path(), inside(p.folder(), "packages.lock.json"))),
                SETTINGS.stream())
            .filter(tree::isFile)
            .distinct()
            .toList();
    List<String> restore = new ArrayList<>(List.of("dotnet", "restore", project.path()));
    if (tree.isFile(inside(project.folder(), "packages.lock.json"))) {
      restore.add("--locked-mode");
    }
    return List.of(
        new BuildStep(
            BuildStep.Role.INSTALL,
            "dotnet restore",
            needs,
            List.of(restore),
            List.of(NUGET),
            List.of()),
        new BuildStep(
            BuildStep.Role.BUILD,
            "dotnet publish",
            List.of(Recipe.WHOLE_TREE),
            List.of(List.of("dotnet", "publish", project.path(), "-c", "Release", "-o", OUT)),
            List.of(NUGET),
            List.of(OUT)));
  }

  private static StartCommand start(DotnetProject project) {
    String program = "dotnet " + OUT + "/" + project.assembly() + ".dll";
    return project.isWeb()
        ? new StartCommand("env ASPNETCORE_URLS=http://0.0.0.0:$PORT " + program, "ASP.NET")
        : new StartCommand(program, project.path());
  }
}
