package paas.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceState;
import paas.model.App;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.InstanceName;
import paas.model.Release;
import paas.store.InstanceRow;
import paas.store.KeptRelease;
import paas.store.OneOffRow;
import paas.store.Store;

/** What a deploy leaves behind is cleared here, however it ended; safe to repeat. */
final class Aftermath {
  private static final Logger log = LoggerFactory.getLogger(Aftermath.class);

  /** Releases whose artifact is kept, so that a rollback needs no build. */
  private static final int KEPT = 10;

  /** Older ones were looked at by deploys before this one. */
  private static final int LOOKED_AT = 20;

  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final Store store;
  private final Engine engine;
  private final Standby standby;
  private final Duration stop;

  /**
   * @param stop from SIGTERM to SIGKILL
   */
  Aftermath(Store store, Engine engine, Standby standby, Duration stop) {
    this.store = store;
    this.engine = engine;
    this.standby = standby;
    this.stop = stop;
  }

  /**
   * Removes the exported tree, the processes of a deploy that failed, artifacts out of reach. What
   * cannot be removed now does not change how the deploy ended.
   */
  void tidy(Work work) throws InterruptedException {
    remove(work.source);
    try {
      if (!work.deploy.state().committed()) {
        undo(work.deploy);
        discardUnused(work);
      }
      discardOld(work.deploy.app());
    } catch (EngineUnavailable e) {
      log.warn("{}: left for the next sweep: {}", work.app.name(), e.getMessage());
    } catch (RuntimeException e) {
      log.warn("{}: not all of deploy {} was cleared", work.app.name(), work.deploy.number(), e);
    }
  }

  /** Stops what a deploy that did not go live has started, and takes its wishes back. */
  void undo(Deploy deploy) throws InterruptedException {
    takeBack(deploy);
    Set<InstanceName> wanted = store.instances().names(deploy.app());
    engine.stopAll(
        engine.recover().stream()
            .map(InstanceState::name)
            .filter(name -> name.app().equals(deploy.app()))
            .filter(name -> name.deploy() == deploy.number() && !wanted.contains(name))
            .filter(name -> !name.process().isOneOff())
            .toList(),
        grace(deploy));
    // What it woke goes on standing by.
    standby.freeze(deploy.app());
  }

  void takeBack(Deploy deploy) {
    store.deploys().takeBack(deploy);
  }

  /** Who cancels waits for it, and what is stopped here never had a request. */
  private Duration grace(Deploy deploy) {
    return deploy.state() instanceof DeployState.Cancelled ? AT_ONCE : stop;
  }

  /** What failed to start is the next build's cache; what was cancelled nobody wants. */
  private void discardUnused(Work work) {
    Artifact artifact = work.artifact;
    if (artifact != null
        && (work.deploy.state() instanceof DeployState.Cancelled
            || store.releases().ofDeploy(work.app.id(), work.deploy.number()).isEmpty())) {
      engine.discard(artifact);
    }
  }

  /** Keeps what is live, what went live last and what was built last. */
  private void discardOld(AppId app) {
    List<Release> releases = store.releases().list(app, Integer.MAX_VALUE);
    Set<Integer> wentLive = Set.copyOf(store.releases().wentLive(app));
    Set<Artifact> kept = new LinkedHashSet<>();
    releases.stream()
        .filter(release -> wentLive.contains(release.version()))
        .map(Release::artifact)
        .distinct()
        .limit(KEPT)
        .forEach(kept::add);
    store
        .apps()
        .find(app)
        .map(App::liveRelease)
        .flatMap(live -> store.releases().find(app, live))
        .map(Release::artifact)
        .ifPresent(kept::add);
    // What a one-off process runs from must stay under its feet.
    Set<Integer> inUse =
        store.oneOffs().of(app).stream().map(OneOffRow::release).collect(Collectors.toSet());
    releases.stream()
        .filter(release -> inUse.contains(release.version()))
        .map(Release::artifact)
        .forEach(kept::add);
    // A canary's processes may be started again.
    Set<Integer> wanted =
        store.instances().of(app).stream().map(InstanceRow::release).collect(Collectors.toSet());
    store.instances().kept(app).map(KeptRelease::release).ifPresent(wanted::add);
    releases.stream()
        .filter(release -> wanted.contains(release.version()))
        .map(Release::artifact)
        .forEach(kept::add);
    // One that failed to start is the next build's cache.
    releases.stream().limit(1).map(Release::artifact).forEach(kept::add);
    releases.stream()
        .map(Release::artifact)
        .distinct()
        .filter(artifact -> !kept.contains(artifact))
        .limit(LOOKED_AT)
        .filter(engine::has)
        .forEach(engine::discard);
  }

  static void remove(Path top) {
    if (!Files.exists(top)) {
      return;
    }
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.warn("could not remove {}: {}", top, e.toString());
    }
  }
}
