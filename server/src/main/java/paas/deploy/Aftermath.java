package paas.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceState;
import paas.model.App;
import paas.model.Artifact;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.InstanceName;
import paas.model.Release;
import paas.store.InstanceRow;
import paas.store.Store;

/** What a deploy leaves behind is cleared here, however it ended; safe to repeat. */
final class Aftermath {
  private static final Logger log = LoggerFactory.getLogger(Aftermath.class);

  /** Releases whose artifact is kept, so that a rollback needs no build. */
  private static final int KEPT = 10;

  private final Store store;
  private final Engine engine;
  private final CutoverStep cutover;

  Aftermath(Store store, Engine engine, CutoverStep cutover) {
    this.store = store;
    this.engine = engine;
    this.cutover = cutover;
  }

  /** Removes the exported tree, the processes of a deploy that failed, artifacts out of reach. */
  void tidy(Work work) throws InterruptedException {
    remove(work.source);
    try {
      if (!(work.deploy.state() instanceof DeployState.Live)) {
        undo(work.deploy);
        Artifact artifact = work.artifact;
        if (artifact != null
            && store.releases().ofDeploy(work.app.id(), work.deploy.number()).isEmpty()) {
          engine.discard(artifact);
        }
      }
      discardOld(work.deploy);
    } catch (EngineUnavailable e) {
      log.warn("{}: left for the next sweep: {}", work.app.name(), e.getMessage());
    }
  }

  /** Stops what a deploy that did not go live has started, and takes its wishes back. */
  void undo(Deploy deploy) throws InterruptedException {
    Set<InstanceName> wanted = new HashSet<>();
    store.instances().of(deploy.app()).stream().map(InstanceRow::name).forEach(wanted::add);
    cutover.stop(
        engine.recover().stream()
            .map(InstanceState::name)
            .filter(name -> name.app().equals(deploy.app()))
            .filter(name -> name.deploy() == deploy.number() && !wanted.contains(name))
            .toList());
    if (deploy.cause() == Deploy.Cause.SCALE) {
      store.apps().find(deploy.app()).ifPresent(this::liveFormation);
    }
  }

  private void liveFormation(App app) {
    Integer live = app.liveRelease();
    if (live != null) {
      Release release = store.releases().find(app.id(), live).orElseThrow();
      store.apps().formation(app.id(), release.formation());
    }
  }

  private void discardOld(Deploy deploy) {
    List<Release> releases = store.releases().list(deploy.app(), KEPT * 3);
    Integer live = store.apps().find(deploy.app()).map(a -> a.liveRelease()).orElse(null);
    Set<Artifact> kept = new HashSet<>();
    for (Release release : releases) {
      if (kept.size() < KEPT || (live != null && release.version() == live)) {
        kept.add(release.artifact());
      }
    }
    releases.stream()
        .map(Release::artifact)
        .distinct()
        .filter(artifact -> !kept.contains(artifact) && engine.has(artifact))
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
