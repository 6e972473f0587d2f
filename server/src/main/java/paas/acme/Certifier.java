package paas.acme;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.domains.DomainName;
import paas.domains.Prover;
import paas.model.App;
import paas.model.AppId;
import paas.model.UserError;
import paas.route.Proofs;
import paas.route.Router;
import paas.store.AutoRow;
import paas.store.DomainRow;
import paas.store.Store;
import paas.tls.KeyAndChain;

/** Sees to it that every host that wants a certificate has one, and has the next in time. */
public final class Certifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Certifier.class);
  private static final long EVERY_SECONDS = 5;
  private static final int MOST_AT_A_TIME = 4;
  private static final Duration ORDER = Duration.ofMinutes(5);
  private static final Duration BETWEEN_WINDOWS = Duration.ofHours(6);

  /** After what cannot be written down, such as a failure on a full disk. */
  private static final Duration REST = Duration.ofHours(1);

  private final Store store;
  private final Router router;
  private final Proofs proofs;
  private final AcmeSettings settings;
  private final Authority authority;
  private final InstantSource time;
  private final Schedule schedule = new Schedule(RandomGenerator.getDefault());
  private final ScheduledThreadPoolExecutor clock;
  private final ExecutorService orders = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(MOST_AT_A_TIME);
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> windowsAsked = new ConcurrentHashMap<>();
  private final Map<String, Instant> restUntil = new ConcurrentHashMap<>();

  public Certifier(
      Store store, Router router, Proofs proofs, AcmeSettings settings, InstantSource time) {
    this.store = store;
    this.router = router;
    this.proofs = proofs;
    this.settings = settings;
    this.time = time;
    DnsHook hook = settings.dnsHook() == null ? null : new DnsHook(settings.dnsHook());
    authority = new Authority(settings, store, new Solver(router, hook));
    clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("certificates").factory());
  }

  /** Looks now and then from now on. */
  public void start() {
    var _ = clock.scheduleWithFixedDelay(this::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** Looks at once. */
  public void wake() {
    try {
      clock.execute(this::look);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already", e);
    }
  }

  private void look() {
    try {
      Map<String, Wanted> wanted = wanted();
      restUntil.keySet().retainAll(wanted.keySet());
      windowsAsked.keySet().retainAll(wanted.keySet());
      Map<String, AutoRow> rows = new HashMap<>();
      for (AutoRow row : store.autoCertificates().rows()) {
        rows.put(row.host(), row);
        if (!wanted.containsKey(row.host()) && !underWay.contains(row.host())) {
          store.autoCertificates().forget(row.host());
          router.publish();
        }
      }
      wanted.values().forEach(one -> consider(one, rows.get(one.host().ascii())));
    } catch (UserError e) {
      LOG.warn("certificates are not looked at: {}", e.what());
    } catch (RuntimeException e) {
      LOG.error("certificates could not be looked at", e);
    }
  }

  /** What one host needs now, if anything. */
  private void consider(Wanted wanted, @Nullable AutoRow row) {
    AppId app = wanted.app() == null ? null : wanted.app().id();
    boolean mine = row != null && Objects.equals(row.app(), app);
    Instant due = mine && row != null ? row.dueAt() : null;
    boolean isDue = due == null || !due.isAfter(time.instant());
    Instant rest = restUntil.get(wanted.host().ascii());
    if (rest != null && rest.isAfter(time.instant())) {
      return;
    }
    boolean asksForWindow = mine && row != null && row.issued() && !isDue && windowIsOld(row);
    if (isDue || asksForWindow) {
      AutoRow known = mine ? row : null;
      begin(wanted.host().ascii(), isDue ? () -> order(wanted, known) : () -> window(known));
    }
  }

  private boolean windowIsOld(AutoRow row) {
    Instant last = windowsAsked.get(row.host());
    return last == null || last.plus(BETWEEN_WINDOWS).isBefore(time.instant());
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  /** One at a time per host, a few in all; who finds no place is looked at again soon. */
  private void begin(String host, Work work) {
    if (!underWay.add(host)) {
      return;
    }
    if (!places.tryAcquire()) {
      underWay.remove(host);
      return;
    }
    orders.execute(() -> {
      try {
        work.run();
        restUntil.remove(host);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (UserError e) {
        rest(host);
        LOG.warn("the certificate of {} is put off: {}", host, e.what());
      } catch (RuntimeException e) {
        rest(host);
        LOG.error("the certificate of {} could not be seen to", host, e);
      } finally {
        places.release();
        underWay.remove(host);
      }
    });
  }

  /** An authority is not asked again and again because of trouble of our own. */
  private void rest(String host) {
    restUntil.put(host, time.instant().plus(REST));
  }

  private void order(Wanted wanted, @Nullable AutoRow known) throws InterruptedException {
    String host = wanted.host().ascii();
    AppId app = wanted.app() == null ? null : wanted.app().id();
    try {
      demandProof(wanted);
      KeyAndChain made = authority.order(wanted.host(), old(known), ORDER);
      Instant from = made.chain().getFirst().getNotBefore().toInstant();
      Instant due = schedule.renewal(from, made.notAfter());
      store
          .autoCertificates()
          .issued(host, app, made.chainText(), made.keyText(), made.notAfter(), due);
      windowsAsked.remove(host);
      router.publish();
      LOG.info("{} has a certificate until {}, the next is due {}", host, made.notAfter(), due);
    } catch (OrderFailed e) {
      failed(host, app, known == null ? 0 : known.failures(), e);
    }
  }

  private void failed(String host, @Nullable AppId app, int before, OrderFailed e) {
    Instant now = time.instant();
    Instant next = schedule.retry(now, before + 1);
    Instant notBefore = e.notBefore();
    Instant due = notBefore != null && notBefore.isAfter(next) ? notBefore : next;
    LOG.warn("no certificate for {}: {}; next try {}", host, e.why(), due);
    store.autoCertificates().failed(host, app, e.why(), now, due);
  }

  /** Without it no authority is asked: its limits are shared by all hosts. */
  private void demandProof(Wanted wanted) throws OrderFailed {
    App app = wanted.app();
    if (wanted.proven() || app == null) {
      return;
    }
    Prover.Seen seen = proofs.verify(app, wanted.host());
    if (seen.proof() == null) {
      String why = seen.trouble() == null ? "" : " (" + seen.trouble() + ")";
      throw new OrderFailed(
          wanted.host() + " is not proven yet" + why + ": " + proofs.txt(app, wanted.host()));
    }
  }

  private @Nullable X509Certificate old(@Nullable AutoRow known) {
    return known == null || !known.issued()
        ? null
        : router.certificates().open(known).chain().getFirst();
  }

  /** Moves the next order to when the authority wants it. */
  private void window(@Nullable AutoRow known) {
    X509Certificate current = old(known);
    if (known == null || current == null) {
      return;
    }
    windowsAsked.put(known.host(), time.instant());
    try {
      Instant due = known.dueAt();
      authority
          .window(current)
          .map(window ->
              schedule.within(window.start(), window.end(), due == null ? Instant.MIN : due))
          .filter(next -> !next.equals(due))
          .ifPresent(next -> store.autoCertificates().due(known.host(), next));
    } catch (OrderFailed e) {
      LOG.debug("no word on when to renew {}: {}", known.host(), e.why());
    }
  }

  /** Every host that is to have one of its own, by name. */
  private Map<String, Wanted> wanted() {
    Map<String, Wanted> all = new HashMap<>();
    String domain = router.hosts().domain();
    if (settings.wildcard()) {
      DomainName wildcard = DomainName.of("*." + domain);
      all.put(wildcard.ascii(), new Wanted(wildcard, null, true));
    }
    Set<AppId> apps = store.autoCertificates().apps();
    Map<AppId, KeyAndChain> added = apps.isEmpty() ? Map.of() : router.certificates().all();
    for (App app : apps.isEmpty() ? List.<App>of() : store.apps().list()) {
      if (apps.contains(app.id())) {
        KeyAndChain own = added.get(app.id());
        hosts(app).stream()
            .filter(one -> own == null || !own.covers(one.host().ascii()))
            .forEach(one -> all.put(one.host().ascii(), one));
      }
    }
    return all;
  }

  private List<Wanted> hosts(App app) {
    List<Wanted> hosts = new ArrayList<>();
    String own = router.hosts().own(app.name());
    if (!settings.wildcard() && !router.hosts().local()) {
      hosts.add(new Wanted(DomainName.of(own), app, true));
    }
    Set<String> answered = router.hostsOf(app).stream().collect(Collectors.toSet());
    for (DomainRow row : store.domains().rows(app.id())) {
      if (answered.contains(row.host())) {
        hosts.add(new Wanted(DomainName.of(row.host()), app, row.provenBy() != null));
      }
    }
    return hosts;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    orders.shutdownNow();
    try {
      if (!orders.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.warn("an order of a certificate did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
