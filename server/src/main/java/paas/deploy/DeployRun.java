package paas.deploy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.PlanDetails;
import paas.deploy.FailPoints.Step;
import paas.deploy.Outcome.Broke;
import paas.deploy.Outcome.Done;
import paas.deploy.Outcome.Released;
import paas.deploy.Outcome.Unchanged;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.BuildRequest;
import paas.engine.Engine;
import paas.model.App;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.DeployState.Building;
import paas.model.DeployState.Canary;
import paas.model.DeployState.Cancelled;
import paas.model.DeployState.Checking;
import paas.model.DeployState.Detecting;
import paas.model.DeployState.Draining;
import paas.model.DeployState.Failed;
import paas.model.DeployState.Live;
import paas.model.DeployState.Preparing;
import paas.model.DeployState.Queued;
import paas.model.DeployState.Readying;
import paas.model.DeployState.Releasing;
import paas.model.DeployState.Skipped;
import paas.model.DeployState.Starting;
import paas.model.DeployState.Superseded;
import paas.model.DeployState.Switching;
import paas.model.Release;
import paas.operator.HookPoint;
import paas.store.Deploys;
import paas.store.InstanceRow;
import paas.store.KeptRelease;
import paas.store.Store;

/**
 * Carries one deploy from its saved state to its end: do what the state names, ask {@link
 * Transitions} what is next, save it, go on. The same loop, begun at the saved state, is the
 * recovery after a crash.
 */
final class DeployRun {
  private static final String LATE = "Look for what it waits for, or raise the setting.";

  private final Parts parts;
  private final BuildPlaces places;
  private final Brake brake;
  private final Work work;

  DeployRun(Parts parts, BuildPlaces places, Brake brake, Work work) {
    this.parts = parts;
    this.places = places;
    this.brake = brake;
    this.work = work;
  }

  /** Runs to the end and returns the deploy as it ended. */
  Deploy toEnd() throws InterruptedException, IOException {
    brake.driver(Thread.currentThread());
    while (!work.deploy.state().ended()) {
      save(decided(perform()));
    }
    parts.aftermath().tidy(work);
    parts.hooks().ended(work);
    return work.deploy;
  }

  /** The next state, unless somebody asked for another end while there was time for it. */
  private DeployState decided(Outcome outcome) {
    DeployState next = next(outcome);
    boolean last = next.committed() || next.ended();
    Optional<Outcome> asked = last ? brake.release() : brake.asked();
    if (asked.isEmpty() || work.deploy.state().committed()) {
      return next;
    }
    brake.release();
    tellStopped(asked.get());
    return next(asked.get());
  }

  private DeployState next(Outcome outcome) {
    return Transitions.next(work.deploy.cause(), work.deploy.state(), outcome);
  }

  /** What breaks because the deploy was asked to end is no trouble of its own. */
  private Outcome perform() throws InterruptedException, IOException {
    Optional<Outcome> before = brake.asked();
    if (before.isPresent()) {
      return before.get();
    }
    try {
      return limited(work.deploy.state());
    } catch (DeployFailed e) {
      return broke(e);
    } catch (BuildFailed e) {
      return broke(new DeployFailed(e));
    } catch (InterruptedException | IOException | RuntimeException e) {
      Optional<Outcome> asked = brake.asked();
      if (asked.isPresent()) {
        return asked.get();
      }
      Optional<DeployFailed> damaged = damaged(e);
      if (damaged.isPresent()) {
        return broke(damaged.get());
      }
      throw e;
    }
  }

  private Optional<DeployFailed> damaged(Exception e) {
    DeployState state = work.deploy.state();
    return state instanceof Preparing || state instanceof Detecting
        ? parts.damaged().explain(work, e)
        : Optional.empty();
  }

  /** What an app said last may be part of the reason, and what it says may hold its config. */
  private Outcome broke(DeployFailed why) {
    DeployFailed failed = why.masked(work.mask);
    if (brake.asked().isEmpty()) {
      tellFailure(failed);
    }
    return new Broke(failed.reason());
  }

  private void tellStopped(Outcome asked) {
    if (asked instanceof Broke(String reason, String advice)) {
      tellFailure(new DeployFailed(reason, advice));
    } else {
      work.log.stopped(work.deploy, asked);
    }
  }

  private Outcome limited(DeployState state)
      throws DeployFailed, BuildFailed, InterruptedException, IOException {
    StepLimits limits = parts.limits();
    return switch (state) {
      case Preparing _ -> within("export", limits.export(), () -> effect(state));
      case Detecting _ -> within("detect", limits.detect(), () -> effect(state));
      case Starting _ -> within("start", limits.start(), () -> effect(state));
      case Building _ -> {
        try (BuildPlaces.Place _ = places.take(work.app.id(), work.log::waitsForPlace);
            RoomWatch.Watch _ = parts.room().during(brake)) {
          yield within("build", limits.build(), () -> effect(state));
        }
      }
      case Queued _, Releasing _, Readying _, Checking _ -> effect(state);
      case Switching _, Draining _ -> effect(state);
      case Canary _, Live _, Failed _, Cancelled _, Superseded _, Skipped _ -> effect(state);
    };
  }

  private interface Effect {
    Outcome take() throws DeployFailed, BuildFailed, InterruptedException, IOException;
  }

  private Outcome within(String step, Duration limit, Effect effect)
      throws DeployFailed, BuildFailed, InterruptedException, IOException {
    String late =
        step + " did not end within " + StepLimits.text(limit) + " (setting steps." + step + ")";
    try (Brake.Timer _ = brake.within(limit, new Broke(late, LATE))) {
      return effect.take();
    }
  }

  private Outcome effect(DeployState state)
      throws DeployFailed, BuildFailed, InterruptedException, IOException {
    return switch (state) {
      case Queued _ -> queued();
      case Preparing _ -> prepare();
      case Detecting _ -> detect();
      case Building _ -> build();
      case Releasing _ -> writeRelease();
      case Readying(int version) -> ready(release(version));
      case Starting(int version) -> start(release(version));
      case Checking(int version) -> check(release(version));
      case Switching(int version) -> cutOver(release(version));
      case Draining(int version) -> drain(release(version));
      case Canary _, Live _, Failed _, Cancelled _, Superseded _, Skipped _ ->
          throw new IllegalStateException("it has ended");
    };
  }

  private Outcome queued() throws DeployFailed {
    parts.points().reach(Step.QUEUED);
    if (isCanary() && (app().liveRelease() == null || app().stopped())) {
      throw new DeployFailed(
          "a canary needs a release that is live beside it", "Push without -o canary.");
    }
    if (work.deploy.cause().releases()) {
      return new Done();
    }
    boolean promoted = work.deploy.cause() == Deploy.Cause.PROMOTE;
    Integer live = promoted ? work.deploy.source() : app().liveRelease();
    if (live == null) {
      throw new DeployFailed("nothing was deployed yet", "Push the app first.");
    }
    if (!parts.engine().has(release(live).artifact())) {
      throw new DeployFailed(
          "what " + Release.label(live) + " was built into is no longer there",
          "Push the app again, or: ssh paas ps:rebuild " + work.app.name());
    }
    return new Released(live);
  }

  private Outcome prepare() throws DeployFailed, IOException {
    if (parts.changes().none(work, commit())) {
      return new Unchanged();
    }
    parts.source().export(work, commit());
    parts.points().reach(Step.EXPORTED);
    return new Done();
  }

  private Outcome detect() throws DeployFailed, IOException {
    Map<String, String> config = parts.store().configs().current(work.app.id());
    work.plan = parts.source().detect(work.app, commit(), config);
    boolean first = app().liveRelease() == null;
    work.log.detected(PlanDetails.of(work.app.name().value(), commit(), work.plan(), ""), first);
    parts.wishes().grant(work);
    parts.points().reach(Step.DETECTED);
    return new Done();
  }

  private Outcome build() throws DeployFailed, BuildFailed, InterruptedException, IOException {
    parts.hooks().at(HookPoint.PRE_BUILD, work);
    Instant began = Instant.now();
    Map<String, String> config = parts.store().configs().current(work.app.id());
    work.mask.add(config);
    BuildRequest request =
        new BuildRequest(
            work.app.id(),
            work.app.name(),
            work.deploy.number(),
            commit(),
            SourceStep.folder(work.source, work.plan()),
            work.plan(),
            config,
            work.options.cached());
    work.bill = Bill.of(request.source(), work.plan(), work.app.name().value(), commit());
    BuildOutput shown = new MaskedOutput(work.log.building(), work.mask);
    parts.packs().fetch(work, shown);
    work.artifact = parts.engine().build(request, parts.points().listening(shown));
    parts.packs().complete(work);
    work.build = Duration.between(began, Instant.now());
    parts.points().reach(Step.IMAGE_MADE);
    parts.hooks().at(HookPoint.POST_BUILD, work);
    return new Done();
  }

  private Outcome writeRelease() throws DeployFailed, InterruptedException {
    parts.hooks().at(HookPoint.PRE_RELEASE, work);
    Release release = parts.releases().write(work);
    parts.points().reach(Step.RELEASE_WRITTEN);
    return new Released(release.version());
  }

  private Outcome ready(Release release) throws DeployFailed, InterruptedException {
    work.mask.add(parts.store().configs().at(work.app.id(), release.configVersion()));
    parts.commands().before(work, release);
    return new Done();
  }

  private Outcome start(Release release) throws DeployFailed, InterruptedException {
    Instant began = Instant.now();
    work.starting = began;
    work.mask.add(parts.store().configs().at(work.app.id(), release.configVersion()));
    work.started = parts.starts().start(work, release);
    work.start = Duration.between(began, Instant.now());
    parts.points().reach(Step.STARTED);
    return new Done();
  }

  private Outcome check(Release release) throws DeployFailed, InterruptedException {
    Instant began = Instant.now();
    work.healthy = parts.starts().check(work, release);
    work.start = work.start.plus(Duration.between(began, Instant.now()));
    parts.points().reach(Step.HEALTHY);
    parts.hooks().at(HookPoint.PRE_SWITCH, work);
    return new Done();
  }

  private Outcome cutOver(Release release) {
    parts.points().reach(Step.SWITCH_SAVED);
    parts.cutover().publish(work);
    if (!work.takenOver.isEmpty()) {
      work.log.tookOver(Duration.between(work.starting, Instant.now()));
    }
    parts.points().reach(Step.PUBLISHED);
    String what =
        isCanary() ? "Canary " + release.label() + " is out" : "Switched to " + release.label();
    parts.logs().platform(work.app.id(), release.version(), what);
    return new Done();
  }

  private boolean isCanary() {
    return work.deploy.cause() == Deploy.Cause.CANARY;
  }

  private Outcome drain(Release release) throws InterruptedException {
    DeployLog.Drained drained = parts.cutover().retire(work, release);
    if (!isCanary()) {
      String old = work.replaced || drained.kept() != null ? previous(release) : null;
      work.log.switched(release, old, drained);
      parts.commands().after(work, release);
    }
    parts.points().reach(Step.OLD_STOPPED);
    return new Done();
  }

  private String previous(Release release) {
    Integer before = work.app.liveRelease();
    return Release.label(before == null ? release.version() : before);
  }

  /** Saves the next state before its effect; the switch takes the wanted processes with it. */
  private void save(DeployState next) {
    Deploy deploy = work.deploy;
    work.deploy =
        switch (next) {
          case Switching to -> switchTo(deploy, to);
          case Canary to -> canary(to);
          case Live to -> live(deploy, to);
          case Queued _, Preparing _, Detecting _, Building _, Releasing _ -> advance(next);
          case Readying _, Starting _, Checking _, Draining _ -> advance(next);
          case Failed _, Cancelled _, Superseded _, Skipped _ -> advance(next);
        };
  }

  private Deploy switchTo(Deploy deploy, Switching to) {
    Deploys deploys = parts.store().deploys();
    List<InstanceRow> wanted = isCanary() ? beside(to.release()) : wanted(to.release());
    Optional<KeptRelease> kept = parts.standby().after(deploy, wanted);
    return isCanary()
        ? deploys.switchToCanary(deploy, to, wanted, kept, work.options.canary().orElse(0))
        : deploys.switchTo(deploy, to, wanted, kept);
  }

  /** The new processes, and those of what is live. */
  private List<InstanceRow> beside(int release) {
    Integer live = app().liveRelease();
    List<InstanceRow> rows = new ArrayList<>(healthy(release));
    parts.store().instances().of(work.app.id()).stream()
        .filter(row -> live != null && row.release() == live)
        .forEach(rows::add);
    return rows;
  }

  private Deploy canary(Canary to) {
    Deploy ended = advance(to);
    parts.points().reach(Step.LIVE_SAVED);
    work.log.canary(
        release(to.release()), parts.cutover().share(work.app.id()), parts.cutover().urls(work));
    return ended;
  }

  private List<InstanceRow> healthy(int release) {
    return work.healthy.stream()
        .map(r -> new InstanceRow(r.name(), release, r.host(), r.port()))
        .toList();
  }

  private Deploy live(Deploy deploy, Live to) {
    Deploy ended = parts.store().deploys().live(deploy, to);
    parts.points().reach(Step.LIVE_SAVED);
    Release release = release(to.release());
    work.log.live(
        deploy.cause(),
        release,
        release.hasWeb() ? parts.cutover().urls(work) : List.of(),
        new DeployLog.Timings(
            work.build,
            work.start,
            Duration.between(work.switched, Instant.now()),
            Duration.between(work.began, Instant.now())));
    return ended;
  }

  private Deploy advance(DeployState next) {
    return parts.store().deploys().advance(work.deploy, next);
  }

  /** The processes that should run from the switch on: the new, and those that it leaves alone. */
  private List<InstanceRow> wanted(int release) {
    List<InstanceRow> rows = new ArrayList<>(healthy(release));
    if (!work.deploy.only().isEmpty()) {
      parts.store().instances().of(work.app.id()).stream()
          .filter(row -> !work.deploy.only().contains(row.name().process()))
          .forEach(rows::add);
    }
    return rows;
  }

  private void tellFailure(DeployFailed failed) {
    Integer live = app().liveRelease();
    work.log.failed(
        work.deploy.number(),
        failed.reason(),
        failed.advice(),
        failed.lastLines(),
        live == null || app().stopped() ? null : Release.label(live));
  }

  private App app() {
    return parts.store().apps().find(work.app.id()).orElseThrow();
  }

  private Release release(int version) {
    return parts.store().releases().find(work.app.id(), version).orElseThrow();
  }

  private String commit() {
    @Nullable String commit = work.deploy.commit();
    if (commit == null) {
      throw new IllegalStateException("deploy " + work.deploy.number() + " has no commit");
    }
    return commit;
  }

  /** The machine's parts, made once. */
  record Parts(
      Store store,
      Engine engine,
      StepLimits limits,
      PlatformLog logs,
      SourceStep source,
      PackStep packs,
      ChangeStep changes,
      WishStep wishes,
      DamagedSource damaged,
      ReleaseStep releases,
      CommandStep commands,
      StartStep starts,
      Standby standby,
      CutoverStep cutover,
      RoomWatch room,
      Aftermath aftermath,
      HookStep hooks,
      FailPoints points) {}
}
