package paas.deploy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceState;
import paas.engine.Stopped;
import paas.model.AppId;
import paas.model.InstanceName;
import paas.model.Release;
import paas.proxy.Drained;
import paas.route.AppChecks;
import paas.route.AppRules;
import paas.route.Router;
import paas.store.KeptRelease;
import paas.store.Store;

/** Health is behind us: publish, then drain, then stop. The other order turns requests away. */
final class CutoverStep {
  private static final Logger log = LoggerFactory.getLogger(CutoverStep.class);
  private static final Duration FETCH = Duration.ofSeconds(10);

  private final Store store;
  private final Engine engine;
  private final Router router;
  private final Standby standby;
  private final StepLimits limits;
  private final FailPoints points;

  CutoverStep(
      Store store,
      Engine engine,
      Router router,
      Standby standby,
      StepLimits limits,
      FailPoints points) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.standby = standby;
    this.limits = limits;
    this.points = points;
  }

  void publish(Work work) {
    work.switched = Instant.now();
    router.publish();
  }

  /**
   * What the app still has besides what is wanted of it and what stands by: old processes, and any
   * leftovers.
   */
  List<InstanceName> superseded(AppId app) {
    Set<InstanceName> wanted = store.instances().names(app);
    return engine.recover().stream()
        .map(InstanceState::name)
        .filter(name -> name.app().equals(app) && !wanted.contains(name))
        .filter(name -> !name.process().isOneOff())
        .toList();
  }

  private List<InstanceName> standing(AppId app) {
    return store.instances().kept(app).map(KeptRelease::names).orElse(List.of());
  }

  /**
   * Drains the old processes, and stops those that do not stand by; a trouble is told, never turned
   * into a failed deploy.
   */
  DeployLog.Drained retire(Work work, Release release) throws InterruptedException {
    Instant began = Instant.now();
    AppId app = work.app.id();
    try {
      List<InstanceName> old = new ArrayList<>(superseded(app));
      work.replaced = !old.isEmpty();
      List<InstanceName> standing = standing(app);
      Set<InstanceName> all = new HashSet<>(old);
      all.addAll(standing);
      Drained drained = router.drain(all, checks(app).waitToRetire(limits.drain()));
      points.reach(FailPoints.Step.DRAINING);
      // After the drain, so that nothing stands still in the middle of a request.
      Optional<KeptRelease> kept = standby.freeze(app);
      if (kept.isEmpty()) {
        old.addAll(standing);
      }
      boolean killed = engine.stopAll(old, limits.stop()).stream().anyMatch(Stopped::killed);
      return new DeployLog.Drained(
          drained.finished(),
          drained.cut(),
          drained.told(),
          killed,
          Duration.between(began, Instant.now()),
          Standby.replaces(work.deploy.cause()) ? kept.orElse(null) : null);
    } catch (EngineUnavailable e) {
      log.warn("{}: old processes stay until the next sweep: {}", work.app.name(), e.getMessage());
      work.log.warning(
          "the engine did not answer, so the old processes still run without traffic",
          "They are stopped as soon as it answers again; " + release.label() + " has the traffic.");
      return new DeployLog.Drained(0, 0, 0, false, Duration.between(began, Instant.now()), null);
    }
  }

  /** How many of a hundred visitors its canary gets. */
  int share(AppId app) {
    return new AppRules(store.proxyRules().of(app)).canaryShare().orElse(0);
  }

  private AppChecks checks(AppId app) {
    return new AppChecks(store.proxyRules().of(app));
  }

  /** The app's URLs, when the first of them was really answered through the proxy. */
  List<String> urls(Work work) {
    List<String> hosts = List.copyOf(router.hostsOf(work.app));
    String host = hosts.getFirst();
    InetSocketAddress proxy = router.address();
    if (router.isHeldBack(work.app)) {
      // Nobody is answered now, and that is as it was asked for.
      return router.urls(work.app);
    }
    try {
      HttpProbe.get(
          Router.dialled(proxy), proxy.getPort(), router.hosts().header(host), "/", FETCH);
      return router.urls(work.app);
    } catch (IOException e) {
      work.log.warning(
          router.hosts().url(host) + " did not answer through the proxy: " + e.getMessage(),
          "See: ssh paas logs " + work.app.name() + " -p router");
      return List.of();
    }
  }
}
