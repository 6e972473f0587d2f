package paas;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.acme.Certifier;
import paas.cli.BuiltIns;
import paas.cli.Verbs;
import paas.deploy.DeployMachine;
import paas.deploy.FailPoints;
import paas.deploy.PlatformLog;
import paas.deploy.PushGate;
import paas.disk.Floor;
import paas.engine.Engine;
import paas.hooks.Repositories;
import paas.logs.LogStore;
import paas.model.Actor;
import paas.model.UserError;
import paas.operator.HookLog;
import paas.operator.HookPoint;
import paas.operator.HookRecord;
import paas.operator.Hooks;
import paas.ops.AppHandlers;
import paas.ops.BuildHandlers;
import paas.ops.CanaryHandlers;
import paas.ops.CertificateHandlers;
import paas.ops.CheckHandlers;
import paas.ops.ConfigHandlers;
import paas.ops.DoctorHandlers;
import paas.ops.DomainHandlers;
import paas.ops.FigureHandlers;
import paas.ops.HookHandlers;
import paas.ops.HouseHandlers;
import paas.ops.KeepHandlers;
import paas.ops.PackHandlers;
import paas.ops.PageHandlers;
import paas.ops.PlanHandlers;
import paas.ops.ProcessHandlers;
import paas.ops.ProxyHandlers;
import paas.ops.RegistryHandlers;
import paas.ops.ReleaseHandlers;
import paas.ops.RouteHandlers;
import paas.ops.RunHandlers;
import paas.ops.SleepHandlers;
import paas.ops.Table;
import paas.proxy.Proxy;
import paas.route.Hosts;
import paas.route.Proofs;
import paas.route.RouteLog;
import paas.route.Router;
import paas.ssh.PublicKeyLine;
import paas.ssh.SshServer;
import paas.ssh.SshSettings;
import paas.ssh.verbs.VerbList;
import paas.store.SshKey;
import paas.store.Store;
import paas.supervise.OneOffWatch;
import paas.supervise.Sleeper;
import paas.supervise.Supervisor;

/**
 * The whole house, put together by hand and in order, and taken down in reverse. Tests build the
 * same one with port 0 and a temporary folder.
 */
public final class Paas implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Paas.class);
  static final String VERSION = "0.1.0";
  static final String OR_ANY = "; 0 takes a free one";

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final SettingsFile settings;
  private final DataFolder data;
  private final Hooks hooks;
  private final Store store;
  private final LogStore logs;
  private final Engines.Chosen chosen;
  private final Proxy proxy;
  private final SshServer ssh;
  private final List<String> notes;
  private final ClientConfig client;

  private Paas(Settings options, SettingsFile settings) throws IOException {
    this.settings = settings;
    try {
      data = DataFolder.prepare(options.dataFolder());
      Place.demandOriginal(data);
      hooks = new Hooks(data.root(), settings.hooks().timeout());
      allowStart();
      store = keep(Store.open(data.root()));
      logs = keep(new LogStore(data.logs(), settings.logs().limits()));
      RouteLog routeLog = new RouteLog(store, logs);
      // Before the engine, which may take its time to answer: what runs is served at once.
      proxy = keep(new ProxyStart(settings, data, routeLog).open());
      chosen = new Engines(data, store, logs.sink(), settings).open(settings.engine());
      Engine engine = keep(chosen.engine());
      Router router =
          new Router(store, proxy, routeLog, hosts(settings, proxy), settings.proxy().timeouts());
      AdminKeys keys = new AdminKeys(store, data);
      notes = keys.letIn(options.adminKey);
      ssh = serve(engine, router);
      client = new ClientConfig(data);
      Main.tried(
          "ssh_config",
          () -> client.write(ssh.address(), ssh.hostKeyLine(), keys.identity().orElse(null)));
      ssh.warmUp();
      keep(new Chores(store, data.pidFile()));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything; when this returns, it serves.
   *
   * @throws UserError when the person who starts it can mend it
   */
  public static Paas start(Settings options) throws IOException {
    DataFolder data = new DataFolder(options.dataFolder());
    return new Paas(options, options.over(SettingsReader.read(data.settings())));
  }

  /** The operator's word before anything is begun. */
  private void allowStart() {
    try {
      Optional<String> refused =
          hooks.run(HookRecord.at(HookPoint.PRE_START_UP).with("version", VERSION), new HookLog());
      if (refused.isPresent()) {
        throw UserError.failed(refused.get(), "look at " + hooks.folder() + "/pre-start-up.d");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the start was interrupted", "start again");
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }

  /** Everything behind the SSH door, and then the door itself. */
  private SshServer serve(Engine engine, Router router) throws IOException {
    Floor floor = floor(engine);
    Repositories repositories = new Repositories(data.repositories());
    FailPoints points = FailPoints.of(System.getProperty("paas.failpoints"));
    DeployMachine machine =
        DeployMachine.of(
            store,
            engine,
            router,
            logs,
            repositories,
            data.builds(),
            settings.deploys().over(floor),
            hooks,
            points);
    keep(machine.queue());
    Supervisor supervisor =
        keep(new Supervisor(store, engine, router, machine, new PlatformLog(logs, "supervisor")));
    router.publish();
    machine.recovery().run();
    supervisor.start();
    Sleeper sleeper =
        keep(
            new Sleeper(
                store,
                engine,
                router,
                supervisor,
                new PlatformLog(logs, "supervisor"),
                machine.queue()::busy));
    sleeper.start();
    router.onWake(sleeper::requested);
    OneOffWatch oneOffs = keep(new OneOffWatch(store, engine, logs, settings.run().limits()));
    oneOffs.start();
    keep(machine.recovery()).start();
    Revocation revocation = new Revocation();
    Table ops =
        ops(engine, router, machine, supervisor, sleeper, oneOffs, repositories, revocation);
    PushGate gate =
        new PushGate(store, logs, repositories, machine, settings.push().limits(), hooks, points);
    Verbs verbs = new Verbs(BuiltIns.table(VerbList.of(ops), VERSION), ops::visible);
    SshServer door = keep(door(new GitGate(gate, floor), verbs));
    // Closed before the door, so that pushes under way are told why they end.
    keep(gate);
    revocation.door = door;
    return door;
  }

  private Floor floor(Engine engine) {
    return new Floor(
        settings.disk().floor(),
        settings.disk().files(),
        () -> Stream.concat(Stream.of(data.root()), engine.storage().stream()).toList());
  }

  private Table ops(
      Engine engine,
      Router router,
      DeployMachine machine,
      Supervisor supervisor,
      Sleeper sleeper,
      OneOffWatch oneOffs,
      Repositories repositories,
      Revocation revocation) {
    Table table = new Table(store);
    new AppHandlers(table, store, engine, router, machine.queue(), repositories, logs, hooks);
    new HookHandlers(table, store, hooks);
    new PackHandlers(table, store, settings.buildpacks().registry());
    new ConfigHandlers(table, store, machine.queue());
    RunHandlers runs = new RunHandlers(table, store, engine, machine.specs(), oneOffs, sleeper);
    new ProcessHandlers(table, store, engine, router, machine, runs, supervisor);
    new SleepHandlers(table, store, router, sleeper);
    new CanaryHandlers(table, store, engine, router, machine, supervisor);
    new ReleaseHandlers(table, store, engine, machine.queue());
    new KeepHandlers(table, store, engine, router, machine);
    new BuildHandlers(table, store, engine, logs, machine.queue());
    new RegistryHandlers(table, store, engine);
    new PlanHandlers(table, store, machine.plans());
    new HouseHandlers(table, store, logs, PublicKeyLine::read, revocation);
    Proofs proofs = new Proofs(store, router.hosts(), settings.domains().prover());
    Certifier certifier = keep(settings.acme().certifier(store, router, proofs));
    certifier.start();
    new DomainHandlers(
        table, store, router, proofs, settings.domains().tombstone(), certifier::wake);
    new ProxyHandlers(table, store, router);
    new CheckHandlers(table, store, router);
    new RouteHandlers(table, store, router);
    new FigureHandlers(table, store, router);
    new PageHandlers(table, store, router);
    new CertificateHandlers(table, store, router, certifier::wake);
    new DoctorHandlers(table, store, engine, router, machine, supervisor, floor(engine));
    return table;
  }

  private SshServer door(GitGate git, Verbs verbs) throws IOException {
    SshSettings how =
        settings.ssh().on(SshSettings.of(settings.listen(), settings.sshPort(), data.ssh()));
    try {
      return SshServer.start(
          how,
          key ->
              store
                  .keys()
                  .byFingerprint(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key))
                  .map(known -> new Actor(known.name())),
          git,
          verbs);
    } catch (IOException e) {
      throwIfTaken(
          e,
          "--ssh-port PORT" + OR_ANY,
          new InetSocketAddress(settings.listen(), settings.sshPort()));
      throw e;
    }
  }

  static void throwIfTaken(IOException e, String option, InetSocketAddress address) {
    if (e instanceof BindException || e.getCause() instanceof BindException) {
      throw UserError.failed(
          "port " + address.getPort() + " of " + address.getHostString() + " is taken",
          "choose another with " + option);
    }
  }

  private static Hosts hosts(SettingsFile settings, Proxy proxy) {
    String domain = settings.domain();
    InetSocketAddress tls = proxy.tlsAddress();
    return new Hosts(
        domain.equals(SettingsFile.AUTO) ? domainOf(settings.listen()) : domain,
        proxy.address().getPort(),
        tls == null ? 0 : tls.getPort());
  }

  /** {@code localhost} on loopback; elsewhere a name that the world resolves to the address. */
  private static String domainOf(String listen) {
    try {
      InetAddress address = InetAddress.getByName(listen);
      if (address.isLoopbackAddress()) {
        return "localhost";
      }
      String ip = address.isAnyLocalAddress() ? outwardAddress() : address.getHostAddress();
      return ip.contains(":") ? ip.replace(':', '-') + ".sslip.io" : ip + ".sslip.io";
    } catch (IOException e) {
      throw UserError.usage("--listen " + listen + " is not an address", "such as 0.0.0.0");
    }
  }

  /** The address that the machine would speak from; nothing is sent to find it out. */
  private static String outwardAddress() throws IOException {
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.connect(new InetSocketAddress("192.0.2.1", 9));
      return probe.getLocalAddress().getHostAddress();
    }
  }

  DataFolder data() {
    return data;
  }

  ClientConfig client() {
    return client;
  }

  List<String> notes() {
    return notes;
  }

  String engineNote() {
    return chosen.because();
  }

  String listen() {
    return settings.listen();
  }

  InetSocketAddress sshAddress() {
    return ssh.address();
  }

  @Nullable InetSocketAddress httpsAddress() {
    return proxy.tlsAddress();
  }

  InetSocketAddress httpAddress() {
    return proxy.address();
  }

  String engineName() {
    return chosen.engine().name();
  }

  /** Processes of apps that run now, and go on running without the server. */
  int processes() {
    return store.instances().all().size();
  }

  /** Stops serving; apps go on. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        log.warn("a part did not close", e);
      }
    }
  }

  /** Ends the sessions of a key that was removed; the door is there only after the handlers. */
  private static final class Revocation implements HouseHandlers.Revoked {
    private volatile @Nullable SshServer door;

    @Override
    public void key(SshKey key) {
      SshServer open = door;
      if (open != null) {
        open.revoke(key.fingerprint());
      }
    }
  }
}
