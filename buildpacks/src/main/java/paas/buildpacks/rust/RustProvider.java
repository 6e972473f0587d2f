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
    return tree.isFile(CargoToml.FILE) ? Optional.of(CargoToml.FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "It makes several programs: set default-run, or name one in a Procfile,"
        + " \"web: target/release/NAME\".";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    SourceTree tree = app.tree();
    CargoToml cargo = CargoToml.read(tree);
    if (cargo.programs().isEmpty()) {
      throw new BrokenSource(evidence, 0, "makes no program", "Add src/main.rs.");
    }
    BuildPlan.Version version = version(app);
    boolean locked = tree.isFile("Cargo.lock");
    var recipe =
        Recipe.in(line.imageOf(version.version()))
            .runIn(runtimeImage)
            .withSteps(List.of(build(cargo.programs(), locked)))
            .withBuildEnv(Map.of("CARGO_TERM_COLOR", "never"))
            .withPath(List.of("target/release"))
            .withFromBuild(fromBuild(cargo.programs()))
            .withTools(tools(cargo));
    return BuildPlan.of(language(), evidence, recipe)
        .withVersions(List.of(version))
        .withProcesses(start(cargo))
        .withNotices(
            locked
                ? List.of()
                : List.of("There is no Cargo.lock: versions may differ from yours. Commit it."));
  }

  /** Cargo goes by file times, and an exported commit's may be older than the cached build. */
  private static BuildStep build(List<String> programs, boolean locked) {
    var cargo = new ArrayList<>(List.of("cargo", "build", "--release"));
    if (locked) {
      cargo.add("--locked");
    }
    programs.forEach(name -> cargo.addAll(List.of("--bin", name)));
    var install = new ArrayList<>(List.of("install", "-D", "-t", "target/release"));
    programs.forEach(name -> install.add(TARGET + "/release/" + name));
    return new BuildStep(
        BuildStep.Role.BUILD,
        "cargo build",
        List.of(Recipe.WHOLE_TREE),
        List.of(List.of("find", ".", "-type", "f", "-exec", "touch", "{}", "+"), cargo, install),
        CACHES,
        programs.stream().map(name -> "target/release/" + name).toList());
  }

  private static List<String> fromBuild(List<String> programs) {
    return Stream.concat(
            Stream.of("/etc/ssl/certs/ca-certificates.crt"),
            programs.stream().map(name -> "target/release/" + name))
        .toList();
  }

  private BuildPlan.Version version(AppSource app) {
    return Wish.corrected(app, "rust")
        .or(() ->
            Stream.of("rust-toolchain.toml", "rust-toolchain")
                .flatMap(file -> channel(app.tree(), file).stream())
                .findFirst())
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

  private List<Tool> tools(CargoToml cargo) {
    return List.of(
        Tool.simple(
            "cargo",
            cargo.minimalRust().orElse(line.localMinimum()),
            "Install the Debian package cargo, or a newer Rust from rustup.rs."),
        Tool.simple("cc", "0", "Install the Debian package gcc."));
  }

  private static Map<String, StartCommand> start(CargoToml cargo) {
    return cargo
        .web()
        .map(name -> Map.of("web", new StartCommand("target/release/" + name, "binary " + name)))
        .orElse(Map.of());
  }
}
