package paas;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import paas.Settings.EngineChoice;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.LogSink;
import paas.engine.Supply;
import paas.engine.docker.Discovery;
import paas.engine.docker.DockerEngine;
import paas.engine.docker.DockerSettings;
import paas.engine.process.ProcessEngine;
import paas.engine.process.ProcessSettings;
import paas.model.App;
import paas.model.UserError;
import paas.store.Store;

/** Chooses and opens the engine; the one place that names them. */
final class Engines {
  private static final String CHOSEN = "engine";

  private final DataFolder data;
  private final Store store;
  private final LogSink sink;
  private final SettingsFile.ProcessEngine ranges;
  private final Supply supply;
  private final long caches;
  private final String instance;

  Engines(DataFolder data, Store store, LogSink sink, SettingsFile settings) {
    this.data = data;
    this.store = store;
    this.sink = sink;
    this.ranges = settings.processEngine();
    this.supply =
        settings
            .build()
            .supply(host ->
                store
                    .registries()
                    .of(host)
                    .map(login -> new Supply.Login(host, login.user(), login.password())));
    this.caches = settings.disk().caches();
    this.instance = FolderName.of(data.instance(), store);
  }

  /** An engine, and the sentence that says why it is this one. */
  record Chosen(Engine engine, String because) {}

  /**
   * Opens the engine that was asked for. {@code auto} stays with the engine that this data folder's
   * releases were built for, else takes Docker when it is reachable.
   */
  Chosen open(EngineChoice choice) {
    Optional<String> before = store.settings().get(CHOSEN).filter(_ -> hasReleases());
    EngineChoice wanted =
        before.map(name -> EngineChoice.valueOf(name.toUpperCase(Locale.ROOT))).orElse(choice);
    if (choice != EngineChoice.AUTO && choice != wanted) {
      throw UserError.failed(
          "the apps of this data folder were built for the " + before.orElse("") + " engine",
          "leave the engine out (--engine, paas.yaml), or take another --data DIR");
    }
    if (before.isPresent() && wanted == EngineChoice.DOCKER) {
      return again(Discovery.look(System.getenv()));
    }
    Chosen chosen = opened(wanted, System.getenv());
    if (before.isEmpty()) {
      store.settings().put(CHOSEN, chosen.engine().name());
    }
    return chosen;
  }

  /** Apps that are there are served, whether Docker runs or not. */
  private Chosen again(Discovery found) {
    if (found instanceof Discovery.NoPermission) {
      return docker(found);
    }
    try {
      return new Chosen(dockerNow(), "Docker, as before");
    } catch (EngineUnavailable e) {
      return new Chosen(
          new LateEngine("docker", this::dockerNow, e),
          "Docker does not answer ("
              + e.getMessage()
              + "): what still runs is served; nothing can be deployed until it is back");
    }
  }

  private Engine dockerNow() {
    return switch (Discovery.look(System.getenv())) {
      case Discovery.Reachable reachable -> docker(reachable);
      case Discovery.NoPermission closed -> throw LateEngine.unavailable(closed.problem());
      case Discovery.Absent absent -> throw LateEngine.unavailable(absent.problem());
    };
  }

  private boolean hasReleases() {
    return store.apps().list().stream().map(App::liveRelease).anyMatch(Objects::nonNull);
  }

  private Chosen opened(EngineChoice choice, Map<String, String> env) {
    return switch (choice) {
      case PROCESS -> new Chosen(process(), "Apps run as local processes, which isolates little");
      case DOCKER -> docker(Discovery.look(env));
      case AUTO -> auto(Discovery.look(env));
    };
  }

  private Chosen docker(Discovery found) {
    return switch (found) {
      case Discovery.Reachable reachable ->
          new Chosen(docker(reachable), "Docker at " + reachable.host());
      case Discovery.NoPermission closed ->
          throw UserError.failed(closed.problem(), closed.remedy());
      case Discovery.Absent absent ->
          throw UserError.failed(
              absent.problem(),
              absent.remedy() + ", or install it: scripts/run.sh --install-docker");
    };
  }

  private Chosen auto(Discovery found) {
    return switch (found) {
      case Discovery.Reachable reachable ->
          new Chosen(docker(reachable), "Docker at " + reachable.host());
      case Discovery.NoPermission closed ->
          new Chosen(
              process(),
              closed.problem()
                  + ": apps run as local processes, which isolates little\n       To use Docker: "
                  + closed.remedy());
      case Discovery.Absent _ ->
          new Chosen(
              process(), "No Docker here: apps run as local processes, which isolates little");
    };
  }

  private Engine docker(Discovery.Reachable reachable) {
    return DockerEngine.open(
        new DockerSettings(instance, data.root(), DockerSettings.Builder.BEST, supply),
        reachable,
        sink);
  }

  private Engine process() {
    ProcessSettings usual = ProcessSettings.of(instance, data.root()).with(supply, caches);
    return ProcessEngine.open(
        Claims.here(ProcessSettings.uid())
            .map(claims -> claims.claim(data, instance, ranges))
            .map(own -> usual.with(own.ports().first(), own.ports().last(), own.users().first()))
            .orElse(usual.with(ranges.firstPort(), ranges.lastPort(), ranges.firstUid())),
        sink);
  }
}
