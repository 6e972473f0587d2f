package paas.buildpacks.rust;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.ToolVersions;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/** Cargo packages and workspaces. */
public final class RustProvider implements Provider {
  private static final String TARGET = BuildStep.CACHE_FOLDER + "/cargo-target";
  private static final String ROCKET = "rocket";
  private static final List<String> TOOLCHAIN = List.of("rust-toolchain.toml", "rust-toolchain");
  private static final Pattern EXACT = Pattern.compile("1\\.\\d{1,3}(\\.\\d{1,3})?");
  private static final List<BuildStep.Cache> CACHES =
      List.of(
          new BuildStep.Cache("cargo", "CARGO_HOME"),
          new BuildStep.Cache("cargo-target", "CARGO_TARGET_DIR"));

  private final Versions.Line line;
  private final String runtimeImage;

  public RustProvider(Versions versions) {
    line = versions.of("rust");
    Versions.Line debian = versions.of("debian");
    runtimeImage = debian.imageOf(debian.standard());
  }

  @Override
  public String language() {
    return "Rust";
  }

  @Override
  public String key() {
    return "rust";
  }

  @Override
  public String looksFor() {
    return "Cargo.toml (Rust)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return tree.isFile(CargoPackage.FILE) ? Optional.of(CargoPackage.FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "It makes several programs: set default-run, or name one in a Procfile,"
        + " \"web: target/release/NAME\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    CargoSource cargo = CargoSource.of(app);
    List<String> programs = List.copyOf(cargo.programs().keySet());
    if (programs.isEmpty()) {
      throw new BrokenSource(
          evidence, 0, "makes no program", "Add src/main.rs, or set root to the package with one.");
    }
    BuildPlan.Version version = version(app);
    var recipe =
        Recipe.in(line.imageOf(version.version()))
            .runIn(runtimeImage)
            .withPackages(cargo.lock().map(lock -> libraries(cargo, lock)).orElse(List.of()))
            .withSteps(
                Stream.concat(
                        CargoFetch.step(cargo, CACHES).stream(), Stream.of(build(cargo, programs)))
                    .toList())
            .withBuildEnv(Map.of("CARGO_TERM_COLOR", "never"))
            .withEnv(cargo.depends(ROCKET) ? Map.of("ROCKET_ADDRESS", "0.0.0.0") : Map.of())
            .withPath(List.of(folder(cargo)))
            .withFromBuild(
                Stream.concat(
                        Stream.of("/etc/ssl/certs/ca-certificates.crt"),
                        programs.stream().map(name -> folder(cargo) + "/" + name))
                    .toList())
            .withTools(tools(cargo));
    BuildPlan plan =
        BuildPlan.of(language(), evidence, recipe)
            .withVersions(List.of(version))
            .withWeb(cargo.web().map(name -> start(cargo, name)))
            .withNotices(
                cargo.lock().isPresent()
                    ? List.of()
                    : List.of(
                        "There is no Cargo.lock: versions may differ from yours. Commit it."));
    return cargo.isPart() ? plan.withRoot(BuildPlan.WHOLE_REPOSITORY) : plan;
  }

  private static List<String> libraries(CargoSource cargo, String lock) {
    return SystemLibraries.of(cargo.tree().read(lock).orElse(""));
  }

  private static String folder(CargoSource cargo) {
    return CargoPackage.inside(cargo.root(), "target/release");
  }

  /** Cargo goes by file times, and an exported commit's may be older than the cached build. */
  private static BuildStep build(CargoSource source, List<String> programs) {
    var cargo = new ArrayList<>(List.of("cargo", "build", "--release"));
    if (source.lock().isPresent()) {
      cargo.add("--locked");
    }
    cargo.addAll(CargoFetch.manifest(source));
    programs.forEach(name -> cargo.addAll(List.of("--bin", name)));
    var install = new ArrayList<>(List.of("install", "-D", "-t", folder(source)));
    programs.forEach(name -> install.add(TARGET + "/release/" + name));
    var commands = new ArrayList<List<String>>();
    // The image is that toolchain already; rustup would fetch it once more, with all its
    // components.
    TOOLCHAIN.stream()
        .filter(source.tree()::isFile)
        .forEach(file -> commands.add(List.of("rm", file)));
    commands.add(List.of("find", ".", "-type", "f", "-exec", "touch", "{}", "+"));
    commands.add(cargo);
    commands.add(install);
    return new BuildStep(
        BuildStep.Role.BUILD,
        "cargo build",
        List.of(Recipe.WHOLE_TREE),
        commands,
        CACHES,
        programs.stream().map(name -> folder(source) + "/" + name).toList());
  }

  private BuildPlan.Version version(AppSource app) {
    return Wish.corrected(app, "rust")
        .or(() ->
            TOOLCHAIN.stream().flatMap(file -> channel(app.tree(), file).stream()).findFirst())
        .or(() -> ToolVersions.of(app.tree(), "rust").map(v -> Wish.in(ToolVersions.FILE, v)))
        .filter(wish -> !wish.text().equals("stable"))
        .map(RustProvider::version)
        .orElseGet(() -> new BuildPlan.Version("rust", line.standard(), "default"));
  }

  /** Every release has an image, and there are too many to name. */
  private static BuildPlan.Version version(Wish wish) {
    if (!EXACT.matcher(wish.text()).matches()) {
      throw new BrokenSource(
          wish.file(),
          wish.line(),
          "asks for Rust \"" + FirstLine.shown(wish.text()) + "\", which is not offered",
          "Ask for stable, or for a release such as 1.85.0.");
    }
    return new BuildPlan.Version("rust", wish.text(), wish.file());
  }

  private static Optional<Wish> channel(SourceTree tree, String file) {
    Optional<String> toml = tree.read(file);
    if (toml.isEmpty()) {
      return Optional.empty();
    }
    if (!toml.get().contains("[toolchain]")) {
      return Wish.inFile(tree, file);
    }
    JsonNode toolchain = Json.child(file, Json.toml(file, toml.get()), "toolchain");
    return Optional.ofNullable(Json.text(file, toolchain, "channel"))
        .map(text -> Wish.in(file, text));
  }

  private List<Tool> tools(CargoSource cargo) {
    return List.of(
        Tool.simple(
            "cargo",
            cargo.minimalRust().orElse(line.localMinimum()),
            "Install the Debian package cargo, or a newer Rust from rustup.rs."),
        Tool.simple("cc", "0", "Install the Debian package gcc."));
  }

  /** Rocket has names of its own for the port; the others read what the app's code says. */
  private static StartCommand start(CargoSource cargo, String name) {
    String program = "target/release/" + name;
    String command = cargo.depends(ROCKET) ? "env ROCKET_PORT=$PORT " + program : program;
    return new StartCommand(
        cargo.isPart() ? "cd " + cargo.root() + " && exec " + command : command, "binary " + name);
  }
}
