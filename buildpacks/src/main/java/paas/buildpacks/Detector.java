package paas.buildpacks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what an app is. The order of the list in {@link #standard} is the precedence. */
public final class Detector {
  private final List<Provider> providers;

  Detector(List<Provider> providers) {
    this.providers = List.copyOf(providers);
  }

  /**
   * All languages, first match wins. A Dockerfile is the app's own word. The languages that ship a
   * server come before Node.js, because their apps often carry a package.json for their assets;
   * what has weaker evidence comes later.
   */
  public static Detector standard() {
    Versions versions = Versions.load();
    return new Detector(
        List.of(
            new DockerfileProvider(),
            new GoProvider(versions),
            new RustProvider(versions),
            new MavenProvider(versions),
            PyprojectProvider.locked(versions),
            PythonProvider.withRequirements(versions),
            PyprojectProvider.unlocked(versions),
            new NodeProvider(versions),
            PythonProvider.withScript(versions),
            new JavaFileProvider(versions),
            new StaticProvider(versions),
            new ProcfileProvider(versions)));
  }

  /** Looks at a tree. Whatever the tree holds, the answer is a value, never an exception. */
  public Detection detect(SourceTree tree) {
    try {
      return look(tree);
    } catch (BrokenSource e) {
      return e.asDetection();
    }
  }

  private Detection look(SourceTree tree) {
    record Match(Provider provider, String evidence) {}
    List<Match> matches =
        providers.stream()
            .flatMap(p -> p.evidence(tree).map(e -> new Match(p, e)).stream())
            .toList();
    if (matches.isEmpty()) {
      return new Detection.Nothing(providers.stream().map(Provider::looksFor).toList());
    }
    Match first = matches.getFirst();
    Procfile procfile = Procfile.of(tree);
    BuildPlan plan = first.provider().plan(tree, first.evidence());
    List<String> others =
        matches.stream()
            .filter(m -> m.provider().buildsCode())
            .filter(m -> !m.provider().language().equals(plan.language()))
            .map(m -> m.evidence() + " (" + m.provider().language() + ")")
            .toList();
    BuildPlan complete = complete(plan, procfile, HealthCheck.pathIn(tree), others);
    if (complete.processes().isEmpty()) {
      return new Detection.Broken(
          first.evidence(), 0, "does not say how to start the app", first.provider().startRemedy());
    }
    return new Detection.Detected(complete);
  }

  /** Joins what the tree suggests with what the app says itself, which wins. */
  private static BuildPlan complete(
      BuildPlan plan, Procfile procfile, @Nullable String healthPath, List<String> others) {
    var processes = new LinkedHashMap<String, StartCommand>();
    plan.processes().forEach(processes::put);
    procfile
        .commands()
        .forEach((type, command) -> processes.put(type, new StartCommand(command, Procfile.FILE)));
    var notices = new ArrayList<>(plan.notices());
    notices.addAll(webNotice(plan, procfile).stream().toList());
    if (!others.isEmpty()) {
      notices.add(
          "Also found "
              + String.join(", ", others)
              + ", which "
              + plan.because()
              + " takes precedence over.");
    }
    return new BuildPlan(
        plan.language(),
        plan.because(),
        plan.versions(),
        plan.build(),
        processes,
        healthPath,
        plan.exposedPort(),
        notices);
  }

  /** A Procfile that names other lasting processes but no web is worth a word. */
  private static Optional<String> webNotice(BuildPlan plan, Procfile procfile) {
    StartCommand web = plan.processes().get("web");
    boolean namesOthers =
        procfile.commands().keySet().stream().anyMatch(type -> !type.equals("release"));
    return web == null || !namesOthers || procfile.commands().containsKey("web")
        ? Optional.empty()
        : Optional.of("The Procfile names no web process: " + web.origin() + " starts it.");
  }
}
