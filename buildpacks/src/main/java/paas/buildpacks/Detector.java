package paas.buildpacks;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.deno.DenoProvider;
import paas.buildpacks.docker.DockerfileProvider;
import paas.buildpacks.dotnet.DotnetProvider;
import paas.buildpacks.elixir.ElixirProvider;
import paas.buildpacks.golang.GoProvider;
import paas.buildpacks.heroku.AskedPacks;
import paas.buildpacks.heroku.PackWish;
import paas.buildpacks.jvm.GradleProvider;
import paas.buildpacks.jvm.JavaFileProvider;
import paas.buildpacks.jvm.MavenProvider;
import paas.buildpacks.jvm.SbtProvider;
import paas.buildpacks.language.AppJson;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Correction;
import paas.buildpacks.language.Corrections;
import paas.buildpacks.language.PaasYml;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Said;
import paas.buildpacks.language.Versions;
import paas.buildpacks.node.NodeAssets;
import paas.buildpacks.node.NodeProvider;
import paas.buildpacks.php.PhpProvider;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Procfile;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.python.PythonProvider;
import paas.buildpacks.ruby.RubyProvider;
import paas.buildpacks.rust.RustProvider;
import paas.buildpacks.script.ProcfileProvider;
import paas.buildpacks.script.ShellProvider;
import paas.buildpacks.site.StaticProvider;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.Nearest;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;
import paas.buildpacks.source.SubTree;

/** Decides what an app is. The order of the list in {@link #standard} is the precedence. */
public final class Detector {
  private static final String AUTO = "auto";
  private final List<Provider> providers;
  private final NodeAssets assets;
  private final Versions versions;
  private final InstantSource clock;

  Detector(List<Provider> providers, NodeAssets assets, Versions versions, InstantSource clock) {
    this.providers = List.copyOf(providers);
    this.assets = assets;
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * All languages, first match wins. A Dockerfile is the app's own word. The languages that ship a
   * server come before Node.js, because their apps often carry a package.json for their assets;
   * what has weaker evidence comes later.
   */
  public static Detector standard() {
    return standard(InstantSource.system());
  }

  /** As {@link #standard()}, on a day of one's own choice. */
  public static Detector standard(InstantSource clock) {
    Versions versions = Versions.load();
    return new Detector(
        List.of(
            new DockerfileProvider(),
            new GoProvider(versions),
            new RustProvider(versions),
            new MavenProvider(versions),
            new GradleProvider(versions),
            new SbtProvider(versions),
            new DotnetProvider(versions),
            new RubyProvider(versions),
            new PhpProvider(versions),
            new ElixirProvider(versions),
            PythonProvider.withPackages(versions),
            new DenoProvider(versions),
            new NodeProvider(versions),
            PythonProvider.withScript(versions),
            new JavaFileProvider(versions),
            new ShellProvider(versions),
            new StaticProvider(versions),
            new ProcfileProvider(versions)),
        new NodeAssets(versions),
        versions,
        clock);
  }

  /**
   * What {@code builder} may name.
   *
   * @param language for people; empty for {@code auto}
   * @param looksFor what it is recognised by
   */
  public record Builder(String key, String language, List<String> looksFor) {
    public Builder {
      looksFor = List.copyOf(looksFor);
    }
  }

  /** All that {@code builder} may name, in the order in which they are tried. */
  public List<Builder> known() {
    List<Builder> known = new ArrayList<>(List.of(new Builder(AUTO, "", List.of())));
    for (String key : builders().subList(1, builders().size())) {
      List<Provider> named = providers.stream().filter(p -> p.key().equals(key)).toList();
      known.add(
          new Builder(
              key,
              named.getFirst().language(),
              named.stream().map(Provider::looksFor).distinct().toList()));
    }
    return List.copyOf(known);
  }

  /** What {@code builder} may name. */
  public List<String> builders() {
    List<String> keys = new ArrayList<>(List.of(AUTO));
    providers.stream().map(Provider::key).distinct().forEach(keys::add);
    return List.copyOf(keys);
  }

  /** Looks at a tree about which nothing else is known. */
  public Detection detect(SourceTree tree) {
    return detect(tree, "", Map.of());
  }

  /**
   * Looks at one app's tree. Whatever the tree holds, the answer is a value, never an exception.
   *
   * @param app its name, for its part of paas.yml
   * @param config the app's config, whose {@code PAAS_} variables correct single decisions
   */
  public Detection detect(SourceTree repository, String app, Map<String, String> config) {
    return detect(repository, app, config, PackWish.NONE);
  }

  /**
   * The same for an app that may have buildpacks.
   *
   * @param wish those that are set for it, and where they run
   */
  public Detection detect(
      SourceTree repository, String app, Map<String, String> config, PackWish wish) {
    try {
      AppSource source = source(repository, app, Corrections.in(config));
      Optional<BuildPlan> packs = AskedPacks.plan(source, wish);
      return packs.isPresent() ? packed(packs.get(), source) : look(source);
    } catch (BrokenSource e) {
      return new Detection.Broken(e.file(), e.line(), e.problem(), e.remedy());
    }
  }

  /**
   * Patterns of the paths, from the root of the repository, of which a change concerns the app;
   * empty for all.
   */
  public List<String> watched(SourceTree repository, String app, Map<String, String> config) {
    try {
      PaasYml said = PaasYml.of(repository, app);
      Optional<Said> root = Corrections.in(config).over(said.corrections()).of(Correction.ROOT);
      String folder = root.isEmpty() ? "" : AppRoot.of(repository, root.get());
      List<String> asked = said.watch();
      if (asked.isEmpty() && !folder.isEmpty()) {
        asked = PaasYml.of(new SubTree(repository, folder), app).watch();
      }
      if (asked.isEmpty() && (folder.isEmpty() || !standsAlone(repository, app, config, folder))) {
        return List.of();
      }
      Stream<String> own = asked.isEmpty() ? Stream.of("/" + folder + "/") : asked.stream();
      return Stream.concat(PaasYml.FILES.stream().map(name -> "/" + name), own).toList();
    } catch (BrokenSource e) {
      return List.of();
    }
  }

  /** Whether its folder is all that it is built of. */
  private boolean standsAlone(
      SourceTree repository, String app, Map<String, String> config, String folder) {
    return detect(repository, app, config) instanceof Detection.Detected(BuildPlan plan)
        && plan.root().equals(folder);
  }

  /** The app's own folder, whose paas.yml counts where its root was named by its config. */
  private static AppSource source(SourceTree repository, String app, Corrections config) {
    Corrections said = config.over(PaasYml.of(repository, app).corrections());
    Optional<Said> root = said.of(Correction.ROOT);
    if (root.isEmpty()) {
      return new AppSource(repository, said, repository, "");
    }
    String folder = AppRoot.of(repository, root.get());
    SourceTree tree = folder.isEmpty() ? repository : new SubTree(repository, folder);
    if (!folder.isEmpty() && PaasYml.FILES.stream().anyMatch(tree::isFile)) {
      said = config.over(PaasYml.of(tree, app).corrections()).over(said);
    }
    return new AppSource(tree, said, repository, folder);
  }

  private record Match(Provider provider, String evidence) {}

  private BuildPlan plan(Match match, AppSource app) {
    BuildPlan plan = match.provider().plan(app, match.evidence());
    return match.provider().takesAssets()
        ? assets.into(plan, app, match.provider().assetFolders())
        : plan;
  }

  private Detection look(AppSource app) {
    List<Match> matches = matches(app);
    if (matches.isEmpty()) {
      return nothing(app);
    }
    Match first = matches.getFirst();
    Procfile procfile = Procfile.of(app.tree());
    BuildPlan plan = plan(first, app);
    List<String> others =
        matches.stream()
            .filter(m -> m.provider().buildsCode())
            .filter(m -> !m.provider().language().equals(first.provider().language()))
            .filter(m -> !takesPart(m.provider(), plan))
            .map(m -> m.evidence() + " (" + m.provider().language() + ")")
            .toList();
    String folder = plan.root().equals(BuildPlan.WHOLE_REPOSITORY) ? app.root() : "";
    BuildPlan suggested = complete(plan, procfile, app.tree(), folder, others);
    BuildPlan complete = Correcting.apply(app.corrections(), suggested, folder);
    if (complete.processes().isEmpty()) {
      return new Detection.Broken(
          first.evidence(), 0, "does not say how to start the app", first.provider().startRemedy());
    }
    return new Detection.Detected(dated(complete).withRoot(root(plan, app)));
  }

  /** What starts an app is known when they have built it, where nothing names it before. */
  private static Detection packed(BuildPlan plan, AppSource app) {
    BuildPlan complete = complete(plan, Procfile.of(app.tree()), app.tree(), "", List.of());
    BuildPlan corrected = Correcting.apply(app.corrections(), complete, "");
    return new Detection.Detected(corrected.withRoot(app.root()));
  }

  private BuildPlan dated(BuildPlan plan) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<String> ended = versions.pastTheirEnd(plan.versions(), today);
    return plan.withNotices(Stream.concat(plan.notices().stream(), ended.stream()).toList());
  }

  private static boolean takesPart(Provider provider, BuildPlan plan) {
    return plan.versions().stream().anyMatch(v -> v.tool().equals(provider.key()));
  }

  /** A provider that needs more of the repository than the app's folder has said so. */
  private static String root(BuildPlan plan, AppSource app) {
    return plan.root().equals(BuildPlan.WHOLE_REPOSITORY) ? "" : app.root();
  }

  private List<Match> matches(AppSource app) {
    Optional<Said> dockerfile = app.corrections().of(Correction.DOCKERFILE);
    if (dockerfile.isPresent()) {
      return List.of(new Match(new DockerfileProvider(), named(dockerfile.get(), app.tree())));
    }
    return pinned(app.corrections()).stream()
        .flatMap(p -> p.evidence(app.tree()).map(e -> new Match(p, e)).stream())
        .toList();
  }

  private static String named(Said dockerfile, SourceTree tree) {
    String path = dockerfile.value();
    if (!SourceText.isPlainPath(path) || !tree.isFile(path)) {
      throw new BrokenSource(
          dockerfile.origin(),
          dockerfile.line(),
          "names the Dockerfile " + path + ", and there is no such file",
          "Write its path in the app's folder.");
    }
    return path;
  }

  private Detection nothing(AppSource app) {
    Optional<Said> builder = app.corrections().of(Correction.BUILDER).filter(b -> !isAuto(b));
    List<Provider> asked = pinned(app.corrections());
    List<String> lookedFor = asked.stream().map(Provider::looksFor).toList();
    if (builder.isPresent()) {
      Said said = builder.get();
      throw new BrokenSource(
          said.origin(),
          said.line(),
          "says that the builder is " + said.value() + ", but there is no such app here",
          "It looks for " + String.join(", ", lookedFor) + ".");
    }
    List<String> near = new NearMisses(providers).in(app);
    return new Detection.Nothing(lookedFor, near);
  }

  private List<Provider> pinned(Corrections corrections) {
    Optional<Said> builder = corrections.of(Correction.BUILDER).filter(b -> !isAuto(b));
    if (builder.isEmpty()) {
      return providers;
    }
    Said said = builder.get();
    List<Provider> named = providers.stream().filter(p -> p.key().equals(said.value())).toList();
    if (named.isEmpty()) {
      String remedy =
          Nearest.to(said.value(), builders())
              .map(near -> "Did you mean " + near + "?")
              .orElse("Known: " + String.join(", ", builders()) + ".");
      throw new BrokenSource(
          said.origin(), said.line(), "names a builder that there is not", remedy);
    }
    return named;
  }

  private static boolean isAuto(Said builder) {
    return builder.value().equals(AUTO);
  }

  /**
   * Joins what the tree suggests with what the app says itself, which wins.
   *
   * @param folder where the app's own commands run, seen from where the plan's do
   */
  private static BuildPlan complete(
      BuildPlan plan, Procfile procfile, SourceTree tree, String folder, List<String> others) {
    AppJson manifest = AppJson.in(tree);
    var processes = new LinkedHashMap<String, StartCommand>();
    plan.processes().forEach(processes::put);
    manifest.commands().forEach((type, command) -> processes.put(type, command.in(folder)));
    procfile
        .commands()
        .forEach((type, command) ->
            processes.put(type, new StartCommand(command, Procfile.FILE).in(folder)));
    var notices = new ArrayList<>(plan.notices());
    notices.addAll(webNotice(plan, procfile).stream().toList());
    notices.addAll(manifest.notices());
    if (tree.isFile(".env")) {
      notices.add(
          "A .env is committed and not read; to set what it says: ssh paas config:import < .env");
    }
    if (!others.isEmpty()) {
      notices.add(
          "Also found "
              + String.join(", ", others)
              + ", which "
              + plan.because()
              + " takes precedence over.");
    }
    String health = manifest.healthPath();
    return plan.withProcesses(processes)
        .withHealthPath(health == null ? plan.healthPath() : health)
        .withWishes(manifest.wishes())
        .withNotices(notices);
  }

  /** A Procfile that names other lasting processes but no web is worth a word. */
  private static Optional<String> webNotice(BuildPlan plan, Procfile procfile) {
    StartCommand web = plan.processes().get("web");
    boolean namesOthers =
        procfile.commands().keySet().stream().anyMatch(type -> !Procfile.COMMANDS.contains(type));
    return web == null || !namesOthers || procfile.commands().containsKey("web")
        ? Optional.empty()
        : Optional.of("The Procfile names no web process: " + web.origin() + " starts it.");
  }
}
