package paas.engine.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.BuildRequest;
import paas.engine.Built;
import paas.engine.CacheUse;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.EnterSpec;
import paas.engine.Health;
import paas.engine.InstanceSpec;
import paas.engine.InstanceState;
import paas.engine.Listener;
import paas.engine.LogSink;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.engine.Reach;
import paas.engine.Running;
import paas.engine.StartFailed;
import paas.engine.Stopped;
import paas.engine.Supply;
import paas.engine.Usage;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.InstanceName;

/** Builds apps as images and runs them in containers of a Docker engine. */
public final class DockerEngine implements Engine {
  private final DockerApi api;
  private final String host;
  private final Names names;
  private final Addresses addresses;
  private final Networks networks;
  private final Images images;
  private final Builds builds;
  private final CacheMounts caches;
  private final Containers containers;
  private final Insight insight;
  private final OneOffs oneOffs;
  private final Entering entering;
  private final Logs logs;
  private final Events events;
  private volatile List<Path> root = List.of();

  private DockerEngine(DockerSettings settings, String host, DockerApi api, LogSink sink) {
    this.api = api;
    this.host = host;
    names = new Names(settings.instanceId());
    addresses = Addresses.probe(api);
    AddressBook book =
        new AddressBook(settings.folder().resolve("addresses"), settings.instanceId());
    networks = new Networks(api, names, book);
    images = new Images(api, names, settings.supply());
    builds = new Builds(api, names, images, settings);
    caches = new CacheMounts(builds, images);
    containers = new Containers(api, names, networks, addresses);
    insight = new Insight(api, names, containers, addresses);
    oneOffs = new OneOffs(api, names, networks, containers, addresses);
    entering = new Entering(api, names, containers);
    logs = new Logs(api, sink, settings.folder().resolve("logs"), containers::runs);
    events = new Events(api, names, containers);
  }

  /**
   * Opens the engine that {@link Discovery#look} found, and takes up the logs of what runs.
   *
   * @throws EngineUnavailable when it does not answer, or is none
   */
  public static DockerEngine open(
      DockerSettings settings, Discovery.Reachable found, LogSink sink) {
    try {
      Files.createDirectories(settings.folder());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + settings.folder(), e);
    }
    DockerApi api = new DockerApi(found.host());
    try {
      DockerEngine engine = new DockerEngine(settings, found.host(), api, sink);
      engine.events.start();
      engine.containers.all().forEach(engine::takeOver);
      engine.oneOffs.sweep();
      return engine;
    } catch (RuntimeException e) {
      api.close();
      throw e;
    }
  }

  private void takeOver(Containers.Found found) {
    if (found.entered()) {
      entering.sweep(found.id());
    }
    follow(found);
  }

  private void follow(Containers.Found found) {
    switch (found.state()) {
      case Running running -> logs.follow(found.id(), running.name(), running.release());
      case InstanceState.Ended ended -> logs.follow(found.id(), ended.name(), ended.release());
      case InstanceState.Held held -> logs.follow(found.id(), held.name(), held.release());
      case InstanceState.Gone _ -> {}
    }
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Reach reach() {
    return switch (addresses) {
      case DIRECT -> Reach.ADDRESS;
      case LOOPBACK -> Reach.PUBLISHED;
    };
  }

  @Override
  public Health check() {
    try {
      Version version = api.ask("version", docker -> docker.versionCmd().exec());
      return new Health(
          "",
          List.of(
              "engine: Docker " + version.getVersion() + " at " + host + ", API " + api.version(),
              "builder: " + builds.builder(),
              addresses.fact()));
    } catch (EngineUnavailable | Refused e) {
      return new Health(String.valueOf(e.getMessage()), List.of("engine: Docker at " + host));
    }
  }

  /** Known where the engine runs on this machine and says so. */
  @Override
  public List<Path> storage() {
    if (root.isEmpty()) {
      try {
        String said = api.ask("info", docker -> docker.infoCmd().exec()).getDockerRootDir();
        Path folder = Path.of(Objects.requireNonNullElse(said, ""));
        root = said != null && Files.isDirectory(folder) ? List.of(folder) : List.of();
      } catch (EngineUnavailable | Refused e) {
        return List.of();
      }
    }
    return root;
  }

  @Override
  public Artifact build(BuildRequest request, BuildOutput output)
      throws BuildFailed, InterruptedException {
    return builds.build(request, output);
  }

  @Override
  public Running start(InstanceSpec spec) throws StartFailed, InterruptedException {
    Containers.Start started = containers.start(spec);
    logs.follow(started.id(), spec.name(), started.running().release());
    return started.running();
  }

  @Override
  public InstanceState inspect(InstanceName name) {
    return containers.inspect(name);
  }

  @Override
  public List<InstanceState> recover() {
    return containers.all().stream().map(Containers.Found::state).toList();
  }

  @Override
  public Stopped stop(InstanceName name, Duration grace) throws InterruptedException {
    Containers.End end = containers.end(name, grace);
    if (!end.id().isEmpty()) {
      logs.finish(end.id(), name);
      containers.remove(end.id());
    }
    return end.stopped();
  }

  @Override
  public boolean freeze(InstanceName name) throws InterruptedException {
    return containers.pause(name);
  }

  @Override
  public boolean thaw(InstanceName name) throws InterruptedException {
    return containers.unpause(name);
  }

  @Override
  public List<Listener> listeners(InstanceName name) {
    return insight.listeners(name);
  }

  @Override
  public Usage usage(InstanceName name) {
    return insight.usage(name);
  }

  @Override
  public OneOff run(OneOffSpec spec) throws StartFailed, InterruptedException {
    return oneOffs.start(spec);
  }

  @Override
  public OneOff enter(EnterSpec spec) throws StartFailed, InterruptedException {
    return entering.enter(spec);
  }

  @Override
  public boolean has(Artifact artifact) {
    return images.has(ContainerRequest.image(artifact).reference());
  }

  @Override
  public List<Built> built() {
    return images.built();
  }

  @Override
  public void discard(Artifact artifact) {
    images.discard(ContainerRequest.image(artifact));
  }

  @Override
  public void forget(AppId app) throws InterruptedException {
    for (Container container : containers.list(names.mine(app))) {
      containers.remove(container.getId());
    }
    networks.forget(app);
    images.forget(app);
  }

  @Override
  public CacheUse cache(AppId app) throws InterruptedException {
    return caches.look(app);
  }

  @Override
  public CacheUse clearCache(AppId app) throws InterruptedException {
    return caches.empty(app);
  }

  @Override
  public Optional<String> refused(Supply.Login login) throws InterruptedException {
    return images.refused(login);
  }

  @Override
  public void onEnded(Consumer<InstanceState.Ended> listener) {
    events.add(listener);
  }

  @Override
  public void onChanged(Consumer<InstanceName> listener) {
    events.addChanged(listener);
  }

  @Override
  public void close() {
    events.close();
    logs.close();
    api.close();
  }
}
