package paas.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import paas.domains.DomainName;
import paas.domains.Proof;
import paas.domains.Prover;
import paas.model.Actor;
import paas.model.App;
import paas.model.UserError;
import paas.ops.DomainCommands.AddDomain;
import paas.ops.DomainCommands.CertificateState;
import paas.ops.DomainCommands.DomainFacts;
import paas.ops.DomainCommands.DomainList;
import paas.ops.DomainCommands.DomainReport;
import paas.ops.DomainCommands.RemoveDomain;
import paas.ops.DomainCommands.ReportDomains;
import paas.ops.DomainCommands.ShowDomains;
import paas.ops.DomainCommands.Unproven;
import paas.ops.DomainCommands.VerifyDomains;
import paas.route.Proofs;
import paas.route.Router;
import paas.store.AutoRow;
import paas.store.DomainRow;
import paas.store.Obstacle;
import paas.store.Store;
import paas.tls.Served;

/** Handles the hosts of apps. */
public final class DomainHandlers {
  private final Store store;
  private final Router router;
  private final Proofs proofs;
  private final Duration mourning;
  private final Runnable wake;
  private final Lookup lookup;

  /**
   * Adds its handlers to the table.
   *
   * @param mourning how long a host that an app gave up is kept from others
   * @param wake told when a certificate could be ordered now
   */
  public DomainHandlers(
      Table table, Store store, Router router, Proofs proofs, Duration mourning, Runnable wake) {
    this.store = store;
    this.router = router;
    this.proofs = proofs;
    this.mourning = mourning;
    this.wake = wake;
    this.lookup = new Lookup(store);
    table.on(AddDomain.class, this::add);
    table.on(RemoveDomain.class, this::remove);
    table.on(ShowDomains.class, (_, wish) -> list(lookup.app(wish.app())));
    table.on(VerifyDomains.class, (_, wish) -> verify(lookup.app(wish.app()), wish.hosts()));
    table.on(ReportDomains.class, (_, wish) -> report(lookup.app(wish.app())));
  }

  private DomainList add(Actor who, AddDomain wish) {
    App app = lookup.app(wish.app());
    DomainName host = DomainName.of(wish.host());
    demandFree(host);
    Instant since = Instant.now().minus(mourning);
    Optional<Obstacle> obstacle = store.domains().obstacle(app.id(), host.ascii(), since);
    if (obstacle.isEmpty()) {
      store.domains().add(app.id(), host.ascii(), who);
    } else {
      overcome(who, app, host, obstacle.get(), wish.force());
    }
    router.publish();
    return list(app);
  }

  private void demandFree(DomainName host) {
    String domain = router.hosts().domain();
    if (router.hosts().owns(host.base()) || DomainName.wildcardOf(domain).equals(host.ascii())) {
      throw UserError.failed(
          host + " belongs to the platform", "names under " + domain + " are given to apps by it");
    }
    if (host.base().equals("localhost") || host.base().endsWith(".localhost")) {
      throw UserError.failed(
          host + " is reserved: it leads every machine to itself", "name a host of your own");
    }
  }

  /** Another app has the host, or had it: only who shows that it is his gets it. */
  private void overcome(Actor who, App app, DomainName host, Obstacle obstacle, boolean force) {
    switch (obstacle) {
      case Obstacle.Held held -> {
        Proof proof = proofs.look(app, host).proof();
        if (proof == null || !proof.namesTheApp() || provenByHolder(held)) {
          throw UserError.failed(
              (held.host().equals(host.ascii())
                      ? "the domain " + host
                      : host + " is under " + held.host() + ", which")
                  + " belongs to the app "
                  + held.app(),
              "remove it there first, or prove that it is yours: " + proofs.txt(app, host));
        }
        store.domains().take(app.id(), host.ascii(), who, "proven by " + proof.key());
        store.domains().proven(app.id(), host.ascii(), proof.key());
      }
      case Obstacle.Buried buried -> {
        // An alias may have been left behind when the app ended: it proves nothing of today.
        boolean proven = !force && proofs.look(app, host).proof() == Proof.TXT;
        if (!force && !proven) {
          throw UserError.failed(
              "the app " + buried.app() + " had " + buried.host() + " until " + buried.goneAt(),
              "prove that it is yours: "
                  + proofs.txt(app, host)
                  + ", wait until "
                  + buried.goneAt().plus(mourning)
                  + ", or add --force");
        }
        store.domains().take(app.id(), host.ascii(), who, proven ? "proven by txt" : "forced");
        if (proven) {
          store.domains().proven(app.id(), host.ascii(), Proof.TXT.key());
        }
      }
    }
  }

  /** Two who can show it share the name's owner: he has to say which, by taking one record away. */
  private boolean provenByHolder(Obstacle.Held held) {
    return store
        .apps()
        .find(held.holder())
        .filter(holder -> proofs.look(holder, DomainName.of(held.host())).proof() == Proof.TXT)
        .isPresent();
  }

  private DomainList remove(Actor who, RemoveDomain wish) {
    App app = lookup.app(wish.app());
    DomainName host = DomainName.of(wish.host());
    if (!store.domains().of(app.id()).contains(host.ascii())) {
      throw UserError.failed(
          app.name() + " has no domain " + host, "see: ssh paas domains " + app.name());
    }
    store.domains().remove(app.id(), host.ascii(), who);
    router.publish();
    return list(app);
  }

  private DomainList list(App app) {
    List<DomainRow> rows = store.domains().rows(app.id());
    return new DomainList(
        app.name().value(),
        router.hosts().own(app.name()),
        rows.stream().map(DomainRow::host).toList(),
        router.urls(app),
        rows.stream()
            .filter(row -> row.provenBy() == null)
            .map(row -> new Unproven(row.host(), proofs.records(app, DomainName.of(row.host()))))
            .toList());
  }

  private DomainReport verify(App app, List<String> asked) {
    List<String> had = store.domains().of(app.id());
    List<String> hosts = asked.stream().map(host -> DomainName.of(host).ascii()).toList();
    for (String host : hosts) {
      if (!had.contains(host)) {
        throw UserError.failed(
            app.name() + " has no domain " + host,
            "first: ssh paas domains:add " + app.name() + " " + host);
      }
    }
    List<String> looked = hosts.isEmpty() ? had : hosts;
    DomainReport report = facts(app, looked, false);
    // After that: an order that began before the proof would fail again.
    store.autoCertificates().hurry(looked);
    wake.run();
    return report;
  }

  private DomainReport report(App app) {
    return facts(app, store.domains().of(app.id()), true);
  }

  private DomainReport facts(App app, List<String> hosts, boolean withOwn) {
    List<DomainFacts> all = new ArrayList<>();
    if (withOwn) {
      all.add(own(app));
    }
    try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<DomainFacts>> answers =
          hosts.stream().map(host -> asking.submit(() -> facts(app, host))).toList();
      for (Future<DomainFacts> answer : answers) {
        all.add(answer.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the question to the DNS was interrupted", "ask again");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return new DomainReport(app.name().value(), all);
  }

  private DomainFacts facts(App app, String host) {
    DomainName name = DomainName.of(host);
    Prover.Seen seen = proofs.verify(app, name);
    DomainRow row =
        store.domains().rows(app.id()).stream()
            .filter(one -> one.host().equals(host))
            .findFirst()
            .orElseThrow(() ->
                UserError.failed(
                    app.name() + " has no domain " + host, "it was removed meanwhile"));
    return new DomainFacts(
        host,
        name.display(),
        seen.answers(),
        row.provenBy(),
        row.provenAt(),
        row.provenBy() == null ? proofs.records(app, name) : List.of(),
        certificate(app, host),
        seen.trouble());
  }

  private DomainFacts own(App app) {
    String host = router.hosts().own(app.name());
    CertificateState certificate = certificate(app, host);
    return new DomainFacts(host, host, List.of(), "platform", null, List.of(), certificate, null);
  }

  private CertificateState certificate(App app, String host) {
    Served served = router.certificates().look().of(app.id(), Set.of(host)).get(host);
    Optional<AutoRow> row =
        store.autoCertificates().of(host).filter(one -> app.id().equals(one.app()));
    boolean auto = store.autoCertificates().isOn(app.id()) && row.isPresent();
    return new CertificateState(
        served == null ? null : served.kind().key(),
        served == null ? null : served.certificate().notAfter(),
        auto ? row.map(AutoRow::dueAt).orElse(null) : null,
        row.map(AutoRow::failures).orElse(0),
        row.map(AutoRow::lastError).orElse(null));
  }
}
