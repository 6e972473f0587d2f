package paas.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import paas.FileSystemClock;
import paas.deploy.CheckLimits;
import paas.deploy.DeployMachine;
import paas.deploy.DeploySettings;
import paas.deploy.FailPoints;
import paas.deploy.PlatformLog;
import paas.deploy.StepLimits;
import paas.disk.Floor;
import paas.engine.ScriptedEngine;
import paas.hooks.PushLimits;
import paas.hooks.Repositories;
import paas.logs.LogLimits;
import paas.logs.LogStore;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppName;
import paas.model.Deploy;
import paas.operator.Hooks;
import paas.proxy.ProxyServer;
import paas.proxy.ProxySettings;
import paas.proxy.Timeouts;
import paas.route.Hosts;
import paas.route.RouteLog;
import paas.route.Router;
import paas.store.NewDeploy;
import paas.store.Store;
import paas.supervise.OneOffLimits;
import paas.supervise.OneOffWatch;
import paas.supervise.Sleeper;
import paas.supervise.Supervisor;

/** The house without its door, on a scripted engine: real store, logs, repositories and proxy. */
final class ScriptedHouse implements AutoCloseable {
  static final Actor ANN = new Actor("ann");
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  final ScriptedEngine engine;
  final Store store;
  final Router router;
  final Repositories repositories;
  final DeployMachine machine;
  final Table ops;
  final Path builds;
  private final ProxyServer proxy;
  private final Supervisor supervisor;
  private final OneOffWatch oneOffs;
  private final Deque<Part> opened = new ArrayDeque<>();

  private interface Part {
    void close() throws IOException;
  }

  ScriptedHouse(Path data, ScriptedEngine engine) throws IOException {
    this(data, engine, StepLimits.DEFAULT);
  }

  ScriptedHouse(Path data, ScriptedEngine engine, StepLimits limits) throws IOException {
    this(data, engine, limits, FailPoints.NONE, OneOffLimits.DEFAULT);
  }

  ScriptedHouse(
      Path data, ScriptedEngine engine, StepLimits limits, FailPoints points, OneOffLimits beside)
      throws IOException {
    FileSystemClock.measured();
    this.engine = engine;
    store = Store.open(data);
    opened.push(store::close);
    LogStore logs = new LogStore(data.resolve("logs"), LogLimits.DEFAULT);
    opened.push(logs::close);
    RouteLog routeLog = new RouteLog(store, logs);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    proxy = ProxyServer.start(ProxySettings.of(any, data.resolve("routes.json")), routeLog);
    opened.push(proxy::close);
    Hosts hosts = new Hosts("localhost", proxy.address().getPort(), 0);
    router = new Router(store, proxy, routeLog, hosts, Timeouts.DEFAULT);
    repositories = new Repositories(data.resolve("repositories"));
    builds = Files.createDirectories(data.resolve("builds"));
    CheckLimits checks = new CheckLimits(Duration.ofSeconds(5), Duration.ofSeconds(5));
    Hooks hooks = new Hooks(data, Duration.ofSeconds(20));
    DeploySettings how =
        new DeploySettings(64 << 20, checks, limits, PushLimits.defaults().export());
    machine =
        DeployMachine.of(store, engine, router, logs, repositories, builds, how, hooks, points);
    opened.push(machine.queue()::close);
    PlatformLog platform = new PlatformLog(logs, "supervisor");
    supervisor = new Supervisor(store, engine, router, machine, platform);
    opened.push(supervisor::close);
    ops = new Table(store);
    new AppHandlers(ops, store, engine, router, machine.queue(), repositories, logs, hooks);
    new ConfigHandlers(ops, store, machine.queue());
    oneOffs = new OneOffWatch(store, engine, logs, beside);
    opened.push(oneOffs::close);
    Sleeper sleeper =
        new Sleeper(store, engine, router, supervisor, platform, machine.queue()::busy);
    opened.push(sleeper::close);
    RunHandlers runs = new RunHandlers(ops, store, engine, machine.specs(), oneOffs, sleeper);
    new ProcessHandlers(ops, store, engine, router, machine, runs, supervisor);
    new BuildHandlers(ops, store, engine, logs, machine.queue());
    new PlanHandlers(ops, store, machine.plans());
    new ReleaseHandlers(ops, store, engine, machine.queue());
    new KeepHandlers(ops, store, engine, router, machine);
    new HookHandlers(ops, store, hooks);
    new DoctorHandlers(ops, store, engine, router, machine, supervisor, Floor.NONE);
  }

  /** As the wiring does it. */
  void start() throws IOException {
    router.publish();
    machine.recovery().run();
    supervisor.start();
    oneOffs.start();
  }

  /** One look of the supervisor's clock. */
  void look() throws InterruptedException {
    supervisor.lookNow();
  }

  App create(String name) {
    return store.apps().create(new AppName(name), ANN);
  }

  App app(App known) {
    return store.apps().find(known.id()).orElseThrow();
  }

  /** A commit with this Procfile, at which the branch main then stands. */
  String commit(App app, String procfile) throws IOException {
    try (Repository repository = repositories.open(app.id().toString());
        ObjectInserter objects = repository.newObjectInserter()) {
      ObjectId blob = objects.insert(Constants.OBJ_BLOB, procfile.getBytes(StandardCharsets.UTF_8));
      TreeFormatter tree = new TreeFormatter();
      tree.append("Procfile", FileMode.REGULAR_FILE, blob);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(objects.insert(tree));
      PersonIdent ann = new PersonIdent("Ann", "ann@example.org", Instant.now(), ZoneOffset.UTC);
      commit.setAuthor(ann);
      commit.setCommitter(ann);
      commit.setMessage(procfile);
      ObjectId id = objects.insert(commit);
      objects.flush();
      RefUpdate main = repository.updateRef("refs/heads/main");
      main.setNewObjectId(id);
      main.setForceUpdate(true);
      main.update();
      return id.name();
    }
  }

  /** Queues what a push queues. */
  Deploy push(App app, String procfile) throws IOException {
    store.apps().adoptBranch(app.id(), "main");
    return machine.queue().submit(NewDeploy.push(app.id(), commit(app, procfile), ANN.name()));
  }

  /** Queues what a push queues that asks for a canary. */
  Deploy canary(App app, String procfile) throws IOException {
    return machine
        .queue()
        .submit(
            new NewDeploy(
                app.id(), Deploy.Cause.CANARY, commit(app, procfile), null, Set.of(), ANN.name()));
  }

  /** Queues a restart of all processes. */
  Deploy restart(App app) {
    return machine
        .queue()
        .submit(
            new NewDeploy(
                app.id(), Deploy.Cause.RESTART, null, null, Set.of(), Map.of(), ANN.name()));
  }

  /** The deploy as it ended. */
  Deploy ended(Deploy deploy) throws InterruptedException {
    return machine.queue().await(deploy.app(), deploy.number());
  }

  Deploy ended(App app, Roll roll) throws InterruptedException {
    return machine.queue().await(app.id(), roll.deploy());
  }

  <R> R does(Command<R> wish) {
    return ops.execute(ANN, wish);
  }

  /** What the app answers through the proxy: status, then body. */
  CompletableFuture<String> asks(App app, String path) {
    return CompletableFuture.supplyAsync(() -> answer(app.name() + ".localhost", path), THREADS);
  }

  private String answer(String host, String path) {
    try (Socket socket = new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return all.substring(9, 13) + all.substring(all.indexOf("\r\n\r\n") + 4).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
