package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.BuildRequest;
import paas.engine.Built;
import paas.engine.CacheUse;
import paas.engine.Engine;
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
import paas.engine.Usage;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.InstanceName;
import paas.model.UserError;

/**
 * Apps as plain processes of this machine. It isolates little: files and signals by user id where
 * the server is root, nothing of the network.
 */
public final class ProcessEngine implements Engine {
  private final Folders folders;
  private final Toolchain toolchain;
  private final Prefixes prefixes;
  private final Cgroups cgroups;
  private final LocalBuilds builds;
  private final Instances instances;
  private final OneOffs oneOffs;
  private final LogKeeper keeper;
  private final CacheBound bound;

  private ProcessEngine(ProcessSettings settings, LogSink sink) throws IOException {
    Users users = Users.of(settings.firstUid());
    users.demandReachable(settings.data());
    folders = new Folders(settings.data(), users);
    folders.create();
    prefixes = Prefixes.probe(users);
    cgroups = Cgroups.probe(settings.instanceId());
    Map<String, String> ofBuilds =
        new TreeMap<>(
            Trust.write(settings.data().resolve("trust"), settings.supply().certificates()));
    ofBuilds.putAll(settings.supply().env());
    Environments environments = new Environments(folders, users, settings.searchPath(), ofBuilds);
    Launcher launcher = Launcher.in(folders.run(), prefixes);
    toolchain = new Toolchain(users, prefixes, environments, settings.searchPath());
    Jobs jobs = new Jobs(folders, launcher, cgroups);
    CacheUsers cacheUsers = new CacheUsers();
    builds = new LocalBuilds(folders, users, prefixes, toolchain, environments, cacheUsers, jobs);
    bound = new CacheBound(folders, cacheUsers, settings.caches());
    oneOffs = new OneOffs(folders, users, environments, jobs);
    Ports ports =
        new Ports(settings.firstPort(), settings.lastPort(), folders.run().resolve("last-port"));
    instances = new Instances(folders, users, environments, launcher, cgroups, ports, sink);
    instances.onEnded(ended -> oneOffs.ended(ended.name()));
    instances.adopt();
    folders.sweep();
    keeper = LogKeeper.start(folders.run());
    bound.start();
    Thread.ofVirtual().start(() -> Native.kill(ProcessHandle.current().pid(), 0));
  }

  /**
   * Opens it on a data folder and takes over what runs there. Lines of apps go to {@code sink} from
   * now on.
   *
   * @throws UserError when apps could not reach the data folder
   */
  public static ProcessEngine open(ProcessSettings settings, LogSink sink) {
    try {
      return new ProcessEngine(settings, sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Reach reach() {
    return Reach.LOOPBACK;
  }

  @Override
  public Health check() {
    List<String> facts = new ArrayList<>();
    facts.add("isolation: little; apps share this machine's network and see its processes");
    facts.addAll(prefixes.facts());
    facts.add(cgroups.fact());
    facts.addAll(toolchain.facts());
    return new Health(prefixes.problem(), facts);
  }

  @Override
  public Artifact build(BuildRequest request, BuildOutput output)
      throws BuildFailed, InterruptedException {
    return builds.build(request, output);
  }

  @Override
  public CacheUse cache(AppId app) {
    return builds.cache(app);
  }

  @Override
  public CacheUse clearCache(AppId app) {
    return builds.clearCache(app);
  }

  @Override
  public Running start(InstanceSpec spec) throws StartFailed, InterruptedException {
    return instances.start(spec);
  }

  @Override
  public InstanceState inspect(InstanceName name) {
    return instances.inspect(name);
  }

  @Override
  public List<InstanceState> recover() {
    return instances.all();
  }

  @Override
  public Stopped stop(InstanceName name, Duration grace) throws InterruptedException {
    return instances.stop(name, grace);
  }

  @Override
  public boolean freeze(InstanceName name) throws InterruptedException {
    return instances.freeze(name);
  }

  @Override
  public boolean thaw(InstanceName name) throws InterruptedException {
    return instances.thaw(name);
  }

  @Override
  public List<Listener> listeners(InstanceName name) {
    return instances
        .find(name)
        .map(instance -> ListenTable.of(instance.tree().sockets()))
        .orElse(List.of());
  }

  @Override
  public Usage usage(InstanceName name) {
    return instances.find(name).map(instance -> instance.tree().usage()).orElse(Usage.NONE);
  }

  @Override
  public OneOff run(OneOffSpec spec) throws StartFailed, InterruptedException {
    return oneOffs.run(spec);
  }

  @Override
  public OneOff enter(EnterSpec spec) throws StartFailed, InterruptedException {
    Instance inside =
        instances
            .find(spec.name())
            .filter(instance -> !instance.hasEnded())
            .orElseThrow(() -> OneOffs.notRunning(spec.name()));
    return oneOffs.enter(spec, inside);
  }

  @Override
  public boolean has(Artifact artifact) {
    return artifact instanceof Artifact.Slug slug && Slug.complete(folders.slug(slug.reference()));
  }

  @Override
  public List<Built> built() {
    try {
      return folders.built();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void discard(Artifact artifact) {
    if (artifact instanceof Artifact.Slug slug) {
      try {
        Slug.remove(folders.slug(slug.reference()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void forget(AppId app) throws InterruptedException {
    oneOffs.endAllOf(app);
    instances.stopAllOf(app);
    for (Path folder : List.of(folders.slugs(app), folders.cache(app), folders.home(app))) {
      if (Files.exists(folder)) {
        Commands.removeTree(folder);
      }
    }
  }

  @Override
  public void onEnded(Consumer<InstanceState.Ended> listener) {
    instances.onEnded(listener);
  }

  @Override
  public void close() {
    bound.close();
    instances.close();
    keeper.close();
    cgroups.close();
  }
}
