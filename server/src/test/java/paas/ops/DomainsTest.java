package paas.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.domains.DomainName;
import paas.domains.Prover;
import paas.domains.TinyDns;
import paas.logs.LogLimits;
import paas.logs.LogStore;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppName;
import paas.model.UserError;
import paas.ops.DomainCommands.AddDomain;
import paas.ops.DomainCommands.DomainFacts;
import paas.ops.DomainCommands.DomainList;
import paas.ops.DomainCommands.RemoveDomain;
import paas.ops.DomainCommands.ReportDomains;
import paas.ops.DomainCommands.VerifyDomains;
import paas.proxy.ProxyServer;
import paas.proxy.ProxySettings;
import paas.proxy.Timeouts;
import paas.route.Hosts;
import paas.route.Proofs;
import paas.route.RouteLog;
import paas.route.Router;
import paas.store.Store;

/** Who gets a host: real store, proxy and DNS questions. */
class DomainsTest {
  private static final Actor ANN = new Actor("ann");
  private static final AppName SHOP = new AppName("shop");
  private static final AppName BLOG = new AppName("blog");
  private static final String HOST = "www.example.com";

  @TempDir Path folder;
  private TinyDns dns;
  private Store store;
  private LogStore logs;
  private ProxyServer proxy;
  private Proofs proofs;
  private Table ops;

  @BeforeEach
  void open() throws IOException {
    dns = new TinyDns();
    store = Store.open(folder);
    logs = new LogStore(folder.resolve("logs"), LogLimits.DEFAULT);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    RouteLog lines = new RouteLog(store, logs);
    proxy = ProxyServer.start(ProxySettings.of(any, null), lines);
    Hosts hosts = new Hosts("apps.test", 80, 0);
    Router router = new Router(store, proxy, lines, hosts, Timeouts.DEFAULT);
    proofs = new Proofs(store, hosts, new Prover(dns.address(), List.of("192.0.2.7")));
    ops = new Table(store);
    new DomainHandlers(ops, store, router, proofs, Duration.ofDays(7), () -> {});
    store.apps().create(SHOP, ANN);
    store.apps().create(BLOG, ANN);
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
    logs.close();
    store.close();
    dns.close();
  }

  private DomainList add(AppName app, String host, boolean force) {
    return ops.execute(ANN, new AddDomain(app, host, force));
  }

  private DomainFacts verified(AppName app, String host) {
    return ops.execute(ANN, new VerifyDomains(app, List.of(host))).domains().getFirst();
  }

  private App app(AppName name) {
    return store.apps().find(name).orElseThrow();
  }

  /** The value of the TXT record that is asked for, as people would copy it. */
  private void tell(AppName app, String host) {
    String record = proofs.txt(app(app), DomainName.of(host));
    String name = record.substring(0, record.indexOf(". TXT"));
    dns.has(name, "TXT", record.substring(record.indexOf('"') + 1, record.length() - 1));
  }

  @Test
  void aHostIsProvenByTheRecordsThatAreShown() {
    DomainList added = add(SHOP, "WWW.example.com", false);
    assertThat(added.unproven())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.host()).isEqualTo(HOST);
          assertThat(one.records().getFirst())
              .startsWith("_paas-challenge.www.example.com. TXT \"paas-");
          assertThat(one.records().getLast()).isEqualTo("www.example.com. CNAME shop.apps.test.");
        });
    assertThat(verified(SHOP, HOST).proof()).isNull();
    dns.has(HOST, "A", "192.0.2.7");
    assertThat(verified(SHOP, HOST).proof()).isEqualTo("address");
    dns.has(HOST, "CNAME", "shop.apps.test");
    assertThat(verified(SHOP, HOST).proof()).isEqualTo("cname");
    tell(SHOP, HOST);
    DomainFacts facts = verified(SHOP, HOST);
    assertThat(facts.proof()).isEqualTo("txt");
    assertThat(facts.records()).isEmpty();
    assertThat(facts.dns()).contains("A 192.0.2.7", "CNAME shop.apps.test");
    assertThat(ops.execute(ANN, new ReportDomains(SHOP)).domains())
        .extracting(DomainFacts::host, DomainFacts::proof)
        .containsExactly(tuple("shop.apps.test", "platform"), tuple(HOST, "txt"));
    dns.lacks("_paas-challenge." + HOST, "TXT");
    dns.lacks(HOST, "CNAME");
    dns.lacks(HOST, "A");
    assertThat(verified(SHOP, HOST).proof()).isNull();
  }

  @Test
  void aProofStaysWhileTheDnsIsSilent() {
    add(SHOP, HOST, false);
    tell(SHOP, HOST);
    assertThat(verified(SHOP, HOST).proof()).isEqualTo("txt");
    dns.close();
    DomainFacts facts = verified(SHOP, HOST);
    assertThat(facts.proof()).isEqualTo("txt");
    assertThat(facts.trouble()).contains("DNS server");
  }

  @Test
  void anotherAppGetsItOnlyByShowingThatItIsIts() {
    add(SHOP, HOST, false);
    assertThatThrownBy(() -> add(BLOG, HOST, true))
        .isInstanceOf(UserError.class)
        .hasMessage("the domain www.example.com belongs to the app shop")
        .satisfies(e -> assertThat(((UserError) e).remedy()).contains("_paas-challenge"));
    // That it leads here tells nothing of which app's it is.
    dns.has(HOST, "A", "192.0.2.7");
    assertThatThrownBy(() -> add(BLOG, HOST, false)).hasMessageContaining("belongs to");
    tell(BLOG, HOST);
    add(BLOG, HOST, false);
    assertThat(store.domains().all()).containsEntry(HOST, app(BLOG).id());
    assertThat(verified(BLOG, HOST).proof()).isEqualTo("txt");
    // Both can show it now: neither takes it from the other.
    tell(SHOP, HOST);
    assertThatThrownBy(() -> add(SHOP, HOST, false)).hasMessageContaining("belongs to");
  }

  @Test
  void whatIsUnderAWildcardIsItsOwners() {
    add(SHOP, "*.example.com", false);
    assertThatThrownBy(() -> add(BLOG, HOST, false))
        .hasMessage("www.example.com is under *.example.com, which belongs to the app shop");
    add(SHOP, HOST, false);
    tell(BLOG, "api.example.com");
    add(BLOG, "api.example.com", false);
    assertThat(store.domains().of(app(BLOG).id())).containsExactly("api.example.com");
  }

  @Test
  void whatAnAppHadIsKeptFromOthersForAWhile() {
    add(SHOP, HOST, false);
    add(SHOP, "shop.example.com", false);
    ops.execute(ANN, new RemoveDomain(SHOP, "shop.example.com"));
    add(SHOP, "shop.example.com", false);
    store.apps().destroy(app(SHOP).id(), ANN);
    assertThatThrownBy(() -> add(BLOG, HOST, false))
        .hasMessageStartingWith("the app shop had www.example.com until 2")
        .satisfies(e -> assertThat(((UserError) e).remedy()).contains("TXT", "--force"));
    // A new app of that name finds the alias that was left behind.
    store.apps().create(SHOP, ANN);
    dns.has(HOST, "CNAME", "shop.apps.test");
    assertThatThrownBy(() -> add(SHOP, HOST, false)).hasMessageStartingWith("the app shop had");
    assertThatThrownBy(() -> add(BLOG, "*.example.com", false))
        .hasMessageStartingWith("the app shop had");
    add(BLOG, HOST, true);
    tell(SHOP, "shop.example.com");
    add(SHOP, "shop.example.com", false);
    assertThat(store.domains().all())
        .containsEntry(HOST, app(BLOG).id())
        .containsEntry("shop.example.com", app(SHOP).id());
  }

  @Test
  void namesOfThePlatformAreNobodys() {
    for (String host : List.of("apps.test", "blog.apps.test", "*.apps.test", "a.b.apps.test")) {
      assertThatThrownBy(() -> add(SHOP, host, true))
          .as(host)
          .hasMessageContaining("belongs to the platform");
    }
    assertThatThrownBy(() -> add(SHOP, "www.localhost", true)).hasMessageContaining("reserved");
  }
}
