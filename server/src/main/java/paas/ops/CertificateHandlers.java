package paas.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import paas.model.Actor;
import paas.model.App;
import paas.model.UserError;
import paas.ops.CertificateCommands.AddCertificate;
import paas.ops.CertificateCommands.CertificateFacts;
import paas.ops.CertificateCommands.CertificateReport;
import paas.ops.CertificateCommands.GenerateCertificate;
import paas.ops.CertificateCommands.RemoveCertificate;
import paas.ops.CertificateCommands.ShowCertificate;
import paas.route.Router;
import paas.store.Store;
import paas.tls.KeyAndChain;
import paas.tls.SelfSigned;

/** Handles the certificates of apps. */
public final class CertificateHandlers {
  private final Store store;
  private final Router router;
  private final Lookup lookup;

  /** Adds its handlers to the table. */
  public CertificateHandlers(Table table, Store store, Router router) {
    this.store = store;
    this.router = router;
    this.lookup = new Lookup(store);
    table.on(ShowCertificate.class, (_, wish) -> report(lookup.app(wish.app())));
    table.on(AddCertificate.class, this::add);
    table.on(GenerateCertificate.class, this::generate);
    table.on(RemoveCertificate.class, this::remove);
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

  private CertificateReport report(App app) {
    Set<String> hosts = router.hostsOf(app);
    Optional<CertificateFacts> facts =
        store
            .certificates()
            .of(app.id())
            .map(row -> facts(router.certificates().open(row), hosts, row.addedBy()));
    List<String> covered = facts.map(CertificateFacts::hosts).orElse(List.of());
    return new CertificateReport(
        app.name().value(),
        router.hosts().tlsPort(),
        facts.orElse(null),
        hosts.stream().filter(host -> !covered.contains(host)).toList());
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
