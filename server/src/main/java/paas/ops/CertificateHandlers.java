package paas.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import paas.model.Actor;
import paas.model.App;
import paas.model.UserError;
import paas.ops.CertificateCommands.AddCertificate;
import paas.ops.CertificateCommands.CertificateFacts;
import paas.ops.CertificateCommands.CertificateReport;
import paas.ops.CertificateCommands.GenerateCertificate;
import paas.ops.CertificateCommands.IssuedCertificate;
import paas.ops.CertificateCommands.RemoveCertificate;
import paas.ops.CertificateCommands.ShowCertificate;
import paas.ops.CertificateCommands.TurnAutomatic;
import paas.route.Router;
import paas.store.Store;
import paas.tls.KeyAndChain;
import paas.tls.SelfSigned;
import paas.tls.Served;

/** Handles the certificates of apps. */
public final class CertificateHandlers {
  private final Store store;
  private final Router router;
  private final Runnable wake;
  private final Lookup lookup;

  /**
   * Adds its handlers to the table.
   *
   * @param wake told when a certificate could be ordered now
   */
  public CertificateHandlers(Table table, Store store, Router router, Runnable wake) {
    this.store = store;
    this.router = router;
    this.wake = wake;
    this.lookup = new Lookup(store);
    table.on(ShowCertificate.class, (_, wish) -> report(lookup.app(wish.app())));
    table.on(AddCertificate.class, this::add);
    table.on(GenerateCertificate.class, this::generate);
    table.on(RemoveCertificate.class, this::remove);
    table.on(TurnAutomatic.class, this::turn);
  }

  private CertificateReport add(Actor who, AddCertificate wish) {
    App app = lookup.app(wish.app());
    byte[] given = new byte[wish.given().remaining()];
    wish.given().duplicate().get(given);
    KeyAndChain read = KeyAndChain.read(given, Instant.now());
    Set<String> hosts = router.hostsOf(app);
    if (hosts.stream().noneMatch(read::covers)) {
      throw UserError.failed(
          "the certificate is for "
              + String.join(" ", read.names())
              + ", and "
              + app.name()
              + " answers to "
              + String.join(" ", hosts),
          "first: ssh paas domains:add " + app.name() + " HOST");
    }
    return keep(who, app, read, "added a certificate for " + String.join(" ", read.names()));
  }

  private CertificateReport generate(Actor who, GenerateCertificate wish) {
    App app = lookup.app(wish.app());
    KeyAndChain made = SelfSigned.of(router.hostsOf(app), Instant.now());
    return keep(who, app, made, "made a certificate for " + String.join(" ", made.names()));
  }

  private CertificateReport keep(Actor who, App app, KeyAndChain certificate, String text) {
    store
        .certificates()
        .put(
            app.id(),
            certificate.chainText(),
            certificate.keyText(),
            certificate.notAfter(),
            who,
            text);
    router.publish();
    return report(app);
  }

  private CertificateReport remove(Actor who, RemoveCertificate wish) {
    App app = lookup.app(wish.app());
    if (!store.certificates().remove(app.id(), who)) {
      throw UserError.failed(app.name() + " has no certificate", "see: ssh paas certs");
    }
    router.publish();
    return report(app);
  }

  private CertificateReport turn(Actor who, TurnAutomatic wish) {
    App app = lookup.app(wish.app());
    store.autoCertificates().turn(app.id(), wish.on(), who);
    if (wish.on()) {
      store.autoCertificates().hurry(router.hostsOf(app));
      wake.run();
    } else {
      router.publish();
    }
    return report(app);
  }

  private CertificateReport report(App app) {
    Set<String> hosts = router.hostsOf(app);
    Map<String, Served> served = router.certificates().look().of(app.id(), hosts);
    return new CertificateReport(
        app.name().value(),
        router.hosts().tlsPort(),
        store
            .certificates()
            .of(app.id())
            .map(row -> facts(router.certificates().open(row), hosts, row.addedBy()))
            .orElse(null),
        store.autoCertificates().isOn(app.id()),
        hosts.stream()
            .filter(served::containsKey)
            .map(host -> Map.entry(host, served.get(host)))
            .filter(one -> one.getValue().kind() != Served.Kind.ADDED)
            .map(one -> issued(one.getKey(), one.getValue().certificate()))
            .toList(),
        hosts.stream().filter(host -> !served.containsKey(host)).toList());
  }

  private static IssuedCertificate issued(String host, KeyAndChain own) {
    return new IssuedCertificate(host, own.notAfter(), own.issuer());
  }

  private static CertificateFacts facts(KeyAndChain own, Set<String> hosts, String addedBy) {
    return new CertificateFacts(
        hosts.stream().filter(own::covers).toList(),
        own.names(),
        own.issuer(),
        own.selfSigned(),
        own.notAfter(),
        Duration.between(Instant.now(), own.notAfter()).toDays(),
        addedBy);
  }
}
