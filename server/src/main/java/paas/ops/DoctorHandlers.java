package paas.ops;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import paas.deploy.DeployMachine;
import paas.disk.Floor;
import paas.disk.Room;
import paas.engine.Engine;
import paas.engine.Health;
import paas.model.App;
import paas.model.AppId;
import paas.ops.HouseCommands.Diagnose;
import paas.ops.HouseCommands.Diagnosis;
import paas.ops.HouseCommands.Finding;
import paas.route.Router;
import paas.store.AutoRow;
import paas.store.Store;
import paas.supervise.Supervisor;
import paas.tls.KeyAndChain;

/**
 * Looks whether everything that the server needs is well and whether anything was left undone, and
 * says what is not.
 */
public final class DoctorHandlers {
  private static final int CONNECT_MILLIS = 2000;

  private static final Duration ENOUGH = Duration.ofDays(7);

  private final Store store;
  private final Engine engine;
  private final Router router;
  private final Checkup checkup;
  private final Floor floor;

  /** Adds its handler to the table. */
  public DoctorHandlers(
      Table table,
      Store store,
      Engine engine,
      Router router,
      DeployMachine machine,
      Supervisor supervisor,
      Floor floor) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.floor = floor;
    this.checkup = new Checkup(machine.survey(), machine.recovery(), supervisor, router);
    table.on(Diagnose.class, (_, wish) -> diagnose(wish.repair()));
  }

  private Diagnosis diagnose(boolean repair) {
    List<String> mended = repair ? checkup.repair() : List.of();
    List<Finding> findings = new ArrayList<>();
    findings.addAll(guarded("engine", this::engine));
    findings.addAll(guarded("store", this::store));
    findings.addAll(guarded("proxy", this::proxy));
    findings.addAll(guarded("certificate", this::certificates));
    findings.addAll(guarded("disk", this::disk));
    findings.addAll(checkup.findings());
    return new Diagnosis(findings.stream().allMatch(Finding::ok), findings, mended);
  }

  private static List<Finding> guarded(String check, Supplier<List<Finding>> look) {
    try {
      return look.get();
    } catch (RuntimeException e) {
      return List.of(new Finding(check, false, String.valueOf(e.getMessage()), "see the log"));
    }
  }

  private List<Finding> engine() {
    Health health = engine.check();
    List<Finding> findings = new ArrayList<>();
    if (!health.ok()) {
      findings.add(new Finding("engine", false, health.problem(), "apps keep running meanwhile"));
    }
    health.facts().forEach(fact -> findings.add(fact(fact)));
    return findings;
  }

  /** An engine's fact is headed by what it is about. */
  private static Finding fact(String text) {
    String[] parts = text.split(": ", 2);
    return parts.length == 2 ? well(parts[0], parts[1]) : well("engine", text);
  }

  private List<Finding> store() {
    store.checkpoint();
    return List.of(well("store", "written to disk; apps: " + store.apps().list().size()));
  }

  private List<Finding> proxy() {
    InetSocketAddress address = router.address();
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(Router.dialled(address), address.getPort()), CONNECT_MILLIS);
      return List.of(
          well(
              "proxy",
              "process "
                  + router.proxyProcess()
                  + " listens on "
                  + Router.dialled(address)
                  + ":"
                  + address.getPort()));
    } catch (IOException e) {
      return List.of(
          new Finding("proxy", false, "does not answer: " + e.getMessage(), "restart the server"));
    }
  }

  /** Those that end soon: nobody but a person renews them. */
  private List<Finding> certificates() {
    Map<AppId, KeyAndChain> all = router.certificates().all();
    List<Finding> findings = new ArrayList<>();
    for (App app : store.apps().list()) {
      KeyAndChain own = all.get(app.id());
      if (own == null) {
        continue;
      }
      Duration left = Duration.between(Instant.now(), own.notAfter());
      if (left.compareTo(ENOUGH) < 0) {
        String when = left.isNegative() ? " has ended" : " ends in " + left.toDays() + " days";
        String renew = "renew it: ssh paas certs:add " + app.name();
        String what = "the certificate of " + app.name() + when;
        findings.add(new Finding("certificate", false, what, renew));
      }
    }
    store.autoCertificates().rows().stream()
        .filter(row -> row.failures() > 0)
        .forEach(row -> findings.add(failing(row)));
    return findings;
  }

  private Finding failing(AutoRow row) {
    AppId app = row.app();
    Instant until = row.notAfter();
    String name = app == null ? "" : store.apps().find(app).map(one -> " " + one.name()).orElse("");
    return new Finding(
        "certificate",
        false,
        (until == null ? "no certificate for " : "no renewal for ")
            + row.host()
            + (until == null ? "" : ", which has one until " + until)
            + ": "
            + row.lastError(),
        name.isEmpty()
            ? "next try " + row.dueAt()
            : "next try " + row.dueAt() + ", or at once: ssh paas domains:verify" + name);
  }

  private List<Finding> disk() {
    return floor.places().get().stream().map(this::disk).toList();
  }

  private Finding disk(Path place) {
    Room room = Room.of(place);
    String files = room.files() == Long.MAX_VALUE ? "" : " and " + room.files() + " files";
    return floor
        .shortage(place)
        .map(shortage ->
            new Finding("disk", false, shortage, "make room; pushes and builds are refused"))
        .orElseGet(() -> well("disk", Room.text(room.bytes()) + files + " free for " + place));
  }

  private static Finding well(String check, String text) {
    return new Finding(check, true, text, "");
  }
}
