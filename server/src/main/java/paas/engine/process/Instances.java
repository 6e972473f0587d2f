package paas.engine.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.InstanceSpec;
import paas.engine.InstanceState;
import paas.engine.LogSink;
import paas.engine.Running;
import paas.engine.StartFailed;
import paas.engine.Stopped;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.model.UserError;

/** All instances of a data folder. The folders are the truth; this is how far it was followed. */
final class Instances implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
  private static final int LOCKS = 256;
  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  private final Folders folders;
  private final Users users;
  private final Environments environments;
  private final Launcher launcher;
  private final Cgroups cgroups;
  private final Ports ports;
  private final LogSink sink;
  private final FolderWatch watch;
  private final Map<InstanceName, Instance> known = new ConcurrentHashMap<>();

  /** One for all names of the same remainder: starts and stops of a name never overlap. */
  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  private final List<Consumer<InstanceState.Ended>> listeners = new CopyOnWriteArrayList<>();

  Instances(
      Folders folders,
      Users users,
      Environments environments,
      Launcher launcher,
      Cgroups cgroups,
      Ports ports,
      LogSink sink)
      throws IOException {
    this.folders = folders;
    this.users = users;
    this.environments = environments;
    this.launcher = launcher;
    this.cgroups = cgroups;
    this.ports = ports;
    this.sink = sink;
    this.watch = FolderWatch.open();
  }

  /** Takes over what runs and clears away what a crash left half done. */
  void adopt() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folders.run(), Files::isDirectory)) {
      for (Path path : all) {
        RunFolder folder = new RunFolder(path);
        Optional<InstanceName> name = name(folder);
        Optional<RunFolder.About> about = folder.about();
        if (name.isPresent() && about.isPresent() && folder.process().isPresent()) {
          follow(name.get(), folder, about.get());
        } else {
          Strays.kill(folder, cgroups);
          clear(folder);
        }
      }
    }
  }

  Running start(InstanceSpec spec) throws StartFailed, InterruptedException {
    ReentrantLock lock = lock(spec.name());
    try {
      Instance there = known.get(spec.name());
      if (there != null && !there.hasEnded()) {
        there.thaw();
        return there.running();
      }
      if (there != null) {
        remove(spec.name(), there);
      }
      return startAnew(spec);
    } finally {
      lock.unlock();
    }
  }

  private Running startAnew(InstanceSpec spec) throws StartFailed, InterruptedException {
    cgroups.expectEntry();
    Slug slug = Slug.of(spec.artifact(), folders);
    RunFolder folder = new RunFolder(folders.run().resolve(spec.name().toString()));
    int port = port();
    boolean started = false;
    try {
      RunFolder.About about = new RunFolder.About(spec.release(), port, now(), RunFolder.boot());
      prepare(spec.name().app(), folder, about);
      Process runner = launcher.intoLog(launch(spec, slug, folder, port), folder.log());
      awaitStart(folder, runner);
      Instance instance = follow(spec.name(), folder, about);
      var _ = runner.onExit().thenRun(instance::wake);
      started = true;
      return instance.running();
    } catch (IOException e) {
      throw new StartFailed(
          "no process could be started: " + e.getMessage(), "look at the data folder's disk");
    } finally {
      if (!started) {
        ports.release(port);
        Strays.kill(folder, cgroups);
        clear(folder);
      }
    }
  }

  private Launcher.Start launch(InstanceSpec spec, Slug slug, RunFolder folder, int port) {
    AppId app = spec.name().app();
    Map<String, String> env = new TreeMap<>(spec.env());
    env.put("PORT", Integer.toString(port));
    Optional<Path> group = cgroups.create(folder.name(), spec.memoryBytes());
    return new Launcher.Start(
        folder,
        app,
        slug.folder(),
        slug.started(List.of("/bin/sh", "-c", spec.command())),
        environments.ofProcess(app, slug, folder, env),
        group.isPresent() ? 0 : spec.memoryBytes(),
        group.orElse(null),
        false,
        null);
  }

  private void prepare(AppId app, RunFolder folder, RunFolder.About about) throws IOException {
    clear(folder);
    folder.create(about);
    Files.createFile(folder.log());
    users.own(app, folder.log());
    folders.giveTo(app, folders.home(app));
    folders.giveTo(app, folders.tmp(folder.name()));
  }

  private static void awaitStart(RunFolder folder, Process runner)
      throws StartFailed, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      // Asked first: a process may be over before it is seen.
      boolean hopeless = !runner.isAlive() || System.nanoTime() > deadline;
      if (folder.process().isPresent()) {
        return;
      }
      if (hopeless) {
        throw new StartFailed(
            "the process's runner did not come up", "look at memory and process limits");
      }
      Thread.sleep(1);
    }
  }

  /** As exact as it is kept. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private int port() throws StartFailed {
    Set<Integer> taken = known.values().stream().map(Instance::port).collect(Collectors.toSet());
    try {
      return ports.take(taken);
    } catch (Ports.NoneLeft full) {
      throw new StartFailed(String.valueOf(full.getMessage()), "stop a process or widen the range");
    }
  }

  private Instance follow(InstanceName name, RunFolder folder, RunFolder.About about)
      throws IOException {
    Instance instance = new Instance(name, folder, about, cgroups, watch, sink);
    known.put(name, instance);
    instance.follow(this::tell);
    return instance;
  }

  private void tell(InstanceState.Ended ended) {
    for (Consumer<InstanceState.Ended> listener : listeners) {
      try {
        listener.accept(ended);
      } catch (RuntimeException broken) {
        LOG.error("a listener failed at the end of {}", ended.name(), broken);
      }
    }
  }

  InstanceState inspect(InstanceName name) {
    return find(name).map(Instance::state).orElse(new InstanceState.Gone(name));
  }

  Optional<Instance> find(InstanceName name) {
    return Optional.ofNullable(known.get(name));
  }

  List<InstanceState> all() {
    return known.values().stream().map(Instance::state).toList();
  }

  Stopped stop(InstanceName name, Duration grace) throws InterruptedException {
    ReentrantLock lock = lock(name);
    try {
      Instance instance = known.get(name);
      if (instance == null) {
        return new Stopped(Duration.ZERO, false);
      }
      Stopped stopped = instance.stop(grace);
      remove(name, instance);
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  boolean freeze(InstanceName name) throws InterruptedException {
    return done(name, Instance::freeze);
  }

  boolean thaw(InstanceName name) throws InterruptedException {
    return done(name, Instance::thaw);
  }

  private boolean done(InstanceName name, Predicate<Instance> deed) throws InterruptedException {
    ReentrantLock lock = lock(name);
    try {
      return find(name).filter(deed).isPresent();
    } finally {
      lock.unlock();
    }
  }

  void stopAllOf(AppId app) throws InterruptedException {
    for (InstanceName name : List.copyOf(known.keySet())) {
      if (name.app().equals(app)) {
        stop(name, Duration.ZERO);
      }
    }
  }

  void onEnded(Consumer<InstanceState.Ended> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    known.values().forEach(Instance::close);
    watch.close();
    ports.close();
  }

  private ReentrantLock lock(InstanceName name) throws InterruptedException {
    ReentrantLock lock = locks.get(Math.floorMod(name.hashCode(), LOCKS));
    lock.lockInterruptibly();
    return lock;
  }

  private void remove(InstanceName name, Instance instance) {
    known.remove(name);
    clear(instance.folder());
    ports.release(instance.port());
  }

  private void clear(RunFolder folder) {
    folder.delete();
    cgroups.remove(folder.name());
    Path tmp = folders.tmp(folder.name());
    if (Files.exists(tmp)) {
      Commands.removeTree(tmp);
    }
  }

  private static Optional<InstanceName> name(RunFolder folder) {
    try {
      return Optional.of(InstanceName.parse(folder.name()));
    } catch (IllegalArgumentException | UserError aJob) {
      return Optional.empty();
    }
  }
}
