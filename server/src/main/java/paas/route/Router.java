package paas.route;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.model.App;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.proxy.AppRoute;
import paas.proxy.Certificate;
import paas.proxy.Challenge;
import paas.proxy.Drained;
import paas.proxy.Proxy;
import paas.proxy.RouteTable;
import paas.proxy.Rules;
import paas.proxy.Target;
import paas.proxy.Timeouts;
import paas.proxy.Traffic;
import paas.proxy.figures.Figures;
import paas.store.InstanceRow;
import paas.store.Store;
import paas.tls.InForce;

/** Brings what the store wants to the proxy. The table is always made whole, never patched. */
public final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final Store store;
  private final Proxy proxy;
  private final RouteLog log;
  private final Hosts hosts;
  private final Timeouts timeouts;
  private final InForce certificates;

  /** By token. */
  private final Map<String, Challenge> challenges = new HashMap<>();

  /** Targets that the proxy was told of and that were not drained yet. */
  private final Set<String> published;

  public Router(Store store, Proxy proxy, RouteLog log, Hosts hosts, Timeouts timeouts) {
    this.store = store;
    this.proxy = proxy;
    this.log = log;
    this.hosts = hosts;
    this.published = new HashSet<>(targets(proxy.table().apps()));
    this.timeouts = timeouts;
    this.certificates = new InForce(store);
  }

  /** Lets a certificate authority find its challenge; in force when this returns. */
  public synchronized void open(Challenge challenge) {
    challenges.put(challenge.token(), challenge);
    publish();
  }

  /** The authority has seen it. */
  public synchronized void close(Challenge challenge) {
    challenges.remove(challenge.token());
    publish();
  }

  /** The certificates of apps. */
  public InForce certificates() {
    return certificates;
  }

  /** Where an app answers, over TLS where there is a certificate for the host. */
  public List<String> urls(App app) {
    Set<String> names = hostsOf(app);
    Set<String> secure =
        hosts.tlsPort() == 0 ? Set.of() : certificates.look().of(app.id(), names).keySet();
    return names.stream()
        .map(host -> secure.contains(host) ? hosts.secureUrl(host) : hosts.url(host))
        .toList();
  }

  public Hosts hosts() {
    return hosts;
  }

  /** Where the proxy listens. */
  public InetSocketAddress address() {
    return proxy.address();
  }

  /** The process that the proxy runs in, which may be this one. */
  public long proxyProcess() {
    return proxy.pid();
  }

  /** The address at which this machine dials something that listens there. */
  public static String dialled(InetSocketAddress listening) {
    return listening.getAddress().isAnyLocalAddress()
        ? "127.0.0.1"
        : listening.getAddress().getHostAddress();
  }

  /** Publishes what the store says now; visible to the next request when this returns. */
  public synchronized void publish() {
    publish(false);
  }

  /**
   * The same, without waiting for the disk: a proxy that ends before the next {@link #publish}
   * begins with the table before.
   */
  public synchronized void publishAtOnce() {
    publish(true);
  }

  private void publish(boolean unsaved) {
    Wanted wanted = wanted();
    // First, so that nobody is sent to a host that has none yet.
    proxy.certify(wanted.certificates());
    RouteTable next =
        new RouteTable(
            proxy.table().revision() + 1, wanted.routes(), List.copyOf(challenges.values()));
    if (unsaved) {
      proxy.publishUnsaved(next);
    } else {
      publish(next);
    }
    log.forgetNames();
    targets(wanted.routes()).forEach(published::add);
  }

  /** On a full disk traffic must follow its processes all the same: the store has the table. */
  private void publish(RouteTable next) {
    try {
      proxy.publish(next);
    } catch (UncheckedIOException e) {
      LOG.warn("{}; it is in force unsaved", e.getMessage());
      proxy.publishUnsaved(next);
    }
  }

  /**
   * Waits until no request is under way at these instances; what is left at the end is cut. They
   * must be out of the published table.
   */
  public Drained drain(Set<InstanceName> instances, Duration deadline) throws InterruptedException {
    Set<String> ids = retired(instances);
    return proxy.drain(ids, deadline);
  }

  private synchronized Set<String> retired(Set<InstanceName> instances) {
    Set<String> ids = new HashSet<>(published);
    ids.removeIf(id -> !instances.contains(instance(id)));
    published.removeAll(ids);
    ids.removeAll(targets(proxy.table().apps()));
    return ids;
  }

  /** Where requests of each instance go now, as {@code host:port}. */
  public Map<InstanceName, String> routes() {
    return proxy.table().apps().stream()
        .flatMap(route -> route.targets().stream())
        .collect(
            Collectors.toMap(
                target -> instance(target.id()),
                target -> target.host() + ":" + target.port(),
                (first, _) -> first));
  }

  /** What requests for an app meet: serving, paused, asleep, maintenance, stopped or no-web. */
  public String state(App app) {
    return routeOf(app)
        .map(route -> route.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .orElse("");
  }

  /** Whether an app that could be served is paused or under maintenance. */
  public boolean isHeldBack(App app) {
    return routeOf(app)
        .filter(route -> !route.targets().isEmpty() && route.mode() != AppRoute.Mode.SERVING)
        .isPresent();
  }

  /** Where requests for an app go, as {@code host:port}. */
  public List<String> targets(App app) {
    return routeOf(app).stream()
        .flatMap(route -> route.targets().stream())
        .map(target -> target.host() + ":" + target.port())
        .toList();
  }

  /** Who is told that a request waits for an app that sleeps; must return at once. */
  public void onWake(Consumer<AppId> wakes) {
    log.onWake(wakes);
  }

  /** For how long no request for an app came; empty where that is not asked for. */
  public Optional<Duration> idle(App app) {
    return Optional.ofNullable(proxy.idleMillis().get(app.name().value())).map(Duration::ofMillis);
  }

  /** Requests that are under way at these instances; empty while the proxy does not say. */
  public OptionalInt inFlight(List<InstanceRow> rows) {
    return proxy.inFlight(rows.stream().map(row -> target(row).id()).collect(Collectors.toSet()));
  }

  /** Requests that wait: the app is paused or asleep, or works on as many as it may. */
  public int held(App app) {
    return proxy.held(app.name().value());
  }

  /** What the proxy counted of requests, and what is under way. */
  public Figures figures() {
    return proxy.figures();
  }

  private Optional<AppRoute> routeOf(App app) {
    return proxy.table().apps().stream()
        .filter(route -> route.app().equals(app.name().value()))
        .findFirst();
  }

  private static Set<String> targets(List<AppRoute> routes) {
    return routes.stream()
        .flatMap(route -> route.targets().stream())
        .map(Target::id)
        .collect(Collectors.toSet());
  }

  /**
   * All hosts of an app: its own name first, then those that were added. One that was added before
   * the platform's own domain was changed may be another app's own name now, and is left out.
   */
  public Set<String> hostsOf(App app) {
    Set<String> names = new LinkedHashSet<>();
    names.add(hosts.own(app.name()));
    store.domains().of(app.id()).stream().filter(host -> !hosts.owns(host)).forEach(names::add);
    return names;
  }

  private record Wanted(List<AppRoute> routes, Map<String, Certificate> certificates) {}

  private Wanted wanted() {
    Map<Long, List<InstanceRow>> webs =
        store.instances().all().stream()
            .filter(row -> row.name().process().type().equals(ProcessType.WEB))
            .collect(Collectors.groupingBy(row -> row.name().app().value()));
    Map<AppId, Map<String, String>> texts = store.proxyRules().all();
    InForce.Look kept = certificates.look();
    Map<String, Certificate> served = new HashMap<>();
    List<AppRoute> routes = new ArrayList<>();
    for (App app : store.apps().list()) {
      AppRules asked = new AppRules(texts.getOrDefault(app.id(), Map.of()));
      Set<String> names = hostsOf(app);
      Map<String, Certificate> certified = new HashMap<>();
      kept.of(app.id(), names)
          .forEach((host, one) -> certified.put(host, one.certificate().served()));
      served.putAll(certified);
      Rules rules = asked.rules(names, hosts, certified.keySet());
      routes.add(route(app, webs.getOrDefault(app.id().value(), List.of()), names, asked, rules));
    }
    return new Wanted(routes, served);
  }

  private AppRoute route(
      App app, List<InstanceRow> webs, Set<String> names, AppRules asked, Rules rules) {
    AppRoute.Mode mode =
        app.stopped()
            ? AppRoute.Mode.STOPPED
            : webs.isEmpty() ? AppRoute.Mode.NO_WEB : AppRoute.Mode.SERVING;
    Integer live = app.liveRelease();
    return new AppRoute(
        app.name().value(),
        live == null ? "" : Release.label(live),
        names,
        asked.mode(mode),
        // Also while none may ask: what is under way there goes on.
        mode == AppRoute.Mode.SERVING ? webs.stream().map(Router::target).toList() : List.of(),
        asked.timeouts(timeouts),
        rules,
        traffic(app, asked, webs),
        asked.pages());
  }

  /** What runs beside what is live is a canary's. */
  private Traffic traffic(App app, AppRules asked, List<InstanceRow> webs) {
    Integer live = app.liveRelease();
    List<InstanceRow> beside =
        webs.stream().filter(row -> live != null && row.release() != live).toList();
    return asked.traffic(
        check(app, new AppChecks(asked.texts())),
        beside.isEmpty() ? null : Release.label(beside.getFirst().release()),
        beside.stream().map(row -> target(row).id()).collect(Collectors.toSet()),
        new AppPaths(asked.texts()).rules(id -> store.apps().find(id).map(App::name)));
  }

  private Traffic.@Nullable Check check(App app, AppChecks checks) {
    Integer live = app.liveRelease();
    return checks.text(AppChecks.Key.INTERVAL).isEmpty() || live == null
        ? null
        : checks.check(store.releases().find(app.id(), live).map(Release::healthPath).orElse(null));
  }

  /** An instance that is started again may be elsewhere: it is then another target. */
  private static Target target(InstanceRow row) {
    return new Target(
        row.name() + "@" + row.host() + ":" + row.port(),
        row.host(),
        row.port(),
        row.name().process().toString());
  }

  private static InstanceName instance(String target) {
    return InstanceName.parse(target.substring(0, target.indexOf('@')));
  }
}
