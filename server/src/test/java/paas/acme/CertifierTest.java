package paas.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.domains.Prover;
import paas.domains.TinyDns;
import paas.logs.LogLimits;
import paas.logs.LogStore;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppName;
import paas.proxy.ProxyServer;
import paas.proxy.ProxySettings;
import paas.proxy.Timeouts;
import paas.route.Hosts;
import paas.route.Proofs;
import paas.route.RouteLog;
import paas.route.Router;
import paas.store.AutoRow;
import paas.store.Store;
import paas.tls.KeyAndChain;
import paas.tls.SelfSigned;

/** Certificates from an authority that is made for tests, seen by clients of the proxy. */
@Timeout(120)
class CertifierTest {
  private static final Actor ANN = new Actor("ann");
  private static final Duration SOON = Duration.ofSeconds(45);

  @TempDir Path folder;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private TinyDns dns;
  private Store store;
  private LogStore logs;
  private ProxyServer proxy;
  private Router router;
  private Pebble pebble;
  private @Nullable Certifier certifier;
  private App shop;

  @BeforeEach
  void open() throws IOException {
    dns = new TinyDns();
    store = Store.open(Files.createDirectory(folder.resolve("data")));
    logs = new LogStore(folder.resolve("logs"), LogLimits.DEFAULT);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    RouteLog lines = new RouteLog(store, logs);
    proxy = ProxyServer.start(ProxySettings.of(any, null).withTls(any), lines);
    Hosts hosts = new Hosts("apps.test", proxy.address().getPort(), tlsPort());
    router = new Router(store, proxy, lines, hosts, Timeouts.DEFAULT);
    shop = store.apps().create(new AppName("shop"), ANN);
    router.publish();
    pebble = new Pebble(Files.createDirectory(folder.resolve("pebble")), dns.address());
    pebble.start(proxy.address().getPort());
  }

  @AfterEach
  void close() throws Exception {
    if (certifier != null) {
      certifier.close();
    }
    pebble.close();
    proxy.close();
    logs.close();
    store.close();
    dns.close();
  }

  private int tlsPort() {
    return Objects.requireNonNull(proxy.tlsAddress()).getPort();
  }

  private Certifier begin(@Nullable Path hook, boolean wildcard) {
    Proofs proofs =
        new Proofs(store, router.hosts(), new Prover(dns.address(), List.of("127.0.0.1")));
    AcmeSettings how =
        new AcmeSettings(URI.create(pebble.directory()), "", hook, pebble.ca(), wildcard);
    Certifier made =
        new Certifier(store, router, proofs, how, () -> Instant.now().plus(ahead.get()));
    certifier = made;
    made.start();
    return made;
  }

  private AutoRow row(String host) {
    return store.autoCertificates().of(host).orElseThrow();
  }

  private void awaitIssued(String host) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(store.autoCertificates().of(host))
                .hasValueSatisfying(row -> assertThat(row.failures()).as(row + "").isZero()));
  }

  /** What a client that trusts the authority is shown. */
  private X509Certificate shown(String host) throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), tlsPort());
        SSLSocket socket =
            (SSLSocket)
                Pebble.trusting(pebble.root())
                    .getSocketFactory()
                    .createSocket(plain, host, tlsPort(), true)) {
      SSLParameters how = socket.getSSLParameters();
      how.setServerNames(List.of(new SNIHostName(host)));
      how.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(how);
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** The same, soon: a certificate is saved before it is in force. */
  private X509Certificate comes(String host) {
    return await()
        .atMost(SOON)
        .ignoreException(SSLHandshakeException.class)
        .until(() -> shown(host), _ -> true);
  }

  @Test
  void aProvenHostGetsACertificateAndTheNextInTime() throws Exception {
    dns.has("shop.apps.test", "A", "127.0.0.1").has("www.example.test", "A", "127.0.0.1");
    store.domains().add(shop.id(), "www.example.test", ANN);
    store.domains().add(shop.id(), "else.example.test", ANN);
    // Neither of these keeps the authority out.
    Map<String, Optional<String>> rules =
        Map.of("maintenance", Optional.of("on"), "https", Optional.of("redirect"));
    store.proxyRules().change(shop.id(), rules, ANN, "made it hard");
    store.autoCertificates().turn(shop.id(), true, ANN);
    router.publish();
    Certifier running = begin(null, false);

    awaitIssued("www.example.test");
    awaitIssued("shop.apps.test");
    X509Certificate first = comes("www.example.test");
    assertThat(comes("shop.apps.test")).isNotEqualTo(first);
    assertThat(proxy.table().challenges()).isEmpty();
    await().atMost(SOON).until(() -> store.autoCertificates().of("else.example.test").isPresent());
    assertThat(row("else.example.test").lastError()).contains("is not proven yet");

    Instant due = Objects.requireNonNull(row("www.example.test").dueAt());
    assertThat(due).isBetween(life(first, 0.66), life(first, 0.73));
    ahead.set(Duration.between(Instant.now(), due.plusSeconds(60)));
    running.wake();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(shown("www.example.test")).isNotEqualTo(first));

    // One that somebody brings comes first, and the other is forgotten.
    KeyAndChain own = SelfSigned.of(List.of("www.example.test"), Instant.now());
    store
        .certificates()
        .put(shop.id(), own.chainText(), own.keyText(), own.notAfter(), ANN, "added");
    router.publish();
    running.wake();
    await().atMost(SOON).until(() -> store.autoCertificates().of("www.example.test").isEmpty());
    assertThatThrownBy(() -> shown("www.example.test")).isInstanceOf(SSLHandshakeException.class);
    store.domains().remove(shop.id(), "else.example.test", ANN);
    running.wake();
    await().atMost(SOON).until(() -> store.autoCertificates().of("else.example.test").isEmpty());
    store.autoCertificates().turn(shop.id(), false, ANN);
    // An order that is under way may still come in; the next look forgets it.
    await().atMost(SOON).until(() -> store.autoCertificates().rows().isEmpty());
  }

  private static Instant life(X509Certificate of, double part) {
    Instant from = of.getNotBefore().toInstant();
    Duration life = Duration.between(from, of.getNotAfter().toInstant());
    return from.plusSeconds((long) (life.toSeconds() * part));
  }

  @Test
  void whileTheAuthorityIsAwayItIsTriedLessAndLess() throws Exception {
    dns.has("shop.apps.test", "A", "127.0.0.1");
    pebble.stop();
    store.autoCertificates().turn(shop.id(), true, ANN);
    Certifier running = begin(null, false);
    await().atMost(SOON).until(() -> store.autoCertificates().of("shop.apps.test").isPresent());
    AutoRow first = row("shop.apps.test");
    assertThat(first.failures()).isEqualTo(1);
    assertThat(first.lastError()).isEqualTo("localhost cannot be reached: it takes no connections");
    assertThat(first.dueAt()).isAfter(Instant.now().plusSeconds(90));

    ahead.set(Duration.ofMinutes(3));
    running.wake();
    await().atMost(SOON).until(() -> row("shop.apps.test").failures() == 2);
    assertThat(
            Duration.between(
                Objects.requireNonNull(row("shop.apps.test").failedAt()),
                row("shop.apps.test").dueAt()))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    pebble.start(proxy.address().getPort());
    ahead.set(Duration.ofMinutes(10));
    running.wake();
    awaitIssued("shop.apps.test");
    X509Certificate held = comes("shop.apps.test");

    // It forgets all accounts when it ends; the certificate in force stays while it refuses.
    pebble.stop();
    Instant due = Objects.requireNonNull(row("shop.apps.test").dueAt());
    ahead.set(Duration.between(Instant.now(), due.plusSeconds(60)));
    running.wake();
    await().atMost(SOON).until(() -> row("shop.apps.test").failures() == 1);
    assertThat(row("shop.apps.test").issued()).isTrue();
    pebble.start(proxy.address().getPort());
    ahead.set(ahead.get().plusMinutes(5));
    running.wake();
    awaitIssued("shop.apps.test");
    assertThat(comes("shop.apps.test")).isNotEqualTo(held);
    store.apps().destroy(shop.id(), ANN);
    assertThat(store.autoCertificates().rows()).as("no key outlives its app").isEmpty();
  }

  @Test
  void wildcardsAreProvenInTheDnsByTheOperatorsProgram() throws Exception {
    Path zone = folder.resolve("zone");
    Path hook = folder.resolve("hook");
    Files.writeString(
        hook,
        """
        #!/bin/sh
        [ "$2" != _acme-challenge.bad.test ] || { echo "no such zone" >&2; exit 3; }
        if [ "$1" = present ]; then echo "$2 TXT $3" >>"ZONE"
        else grep -v "$3" "ZONE" >"ZONE.new"; mv "ZONE.new" "ZONE"; fi
        """
            .replace("ZONE", zone.toString()));
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    dns.reads(zone);
    for (String host : List.of("*.example.test", "*.bad.test")) {
      store.domains().add(shop.id(), host, ANN);
      store.domains().proven(shop.id(), host, "txt");
    }
    store.autoCertificates().turn(shop.id(), true, ANN);
    router.publish();
    begin(hook, true);
    awaitIssued("*.apps.test");
    awaitIssued("*.example.test");
    assertThat(comes("any.example.test")).isNotNull();
    assertThat(comes("shop.apps.test").getSubjectAlternativeNames().toString())
        .contains("*.apps.test");
    assertThatThrownBy(() -> shown("nobody.apps.test")).isInstanceOf(SSLHandshakeException.class);
    await().atMost(SOON).until(() -> store.autoCertificates().of("*.bad.test").isPresent());
    assertThat(row("*.bad.test").lastError())
        .isEqualTo("acme.dns-hook present ended with 3: no such zone");
    await().atMost(SOON).until(() -> Files.size(zone) == 0);
  }
}
