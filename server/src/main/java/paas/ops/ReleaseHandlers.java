package paas.ops;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import paas.deploy.DeployQueue;
import paas.engine.Engine;
import paas.model.Actor;
import paas.model.App;
import paas.model.Release;
import paas.model.UserError;
import paas.ops.ReleaseCommands.ListReleases;
import paas.ops.ReleaseCommands.ReleaseDetails;
import paas.ops.ReleaseCommands.ReleaseSummary;
import paas.ops.ReleaseCommands.Rollback;
import paas.ops.ReleaseCommands.ShowBill;
import paas.ops.ReleaseCommands.ShowRelease;
import paas.store.Store;

/** Handles releases. */
public final class ReleaseHandlers {
  /** In what an engine calls an artifact: the deploy that built it. */
  private static final Pattern BUILT_BY = Pattern.compile("[:/]d([0-9]{1,9})(?:-[a-z]+)?$");

  private final Store store;
  private final Engine engine;
  private final Lookup lookup;
  private final Rolls rolls;

  /** Adds its handlers to the table. */
  public ReleaseHandlers(Table table, Store store, Engine engine, DeployQueue queue) {
    this.store = store;
    this.engine = engine;
    this.lookup = new Lookup(store);
    this.rolls = new Rolls(queue);
    table.on(ListReleases.class, (_, wish) -> list(lookup.app(wish.app()), wish.limit()));
    table.on(ShowRelease.class, (_, wish) -> details(lookup.app(wish.app()), wish.version()));
    table.on(Rollback.class, this::rollback);
    table.on(ShowBill.class, (_, wish) -> bill(lookup.app(wish.app()), wish.version()));
  }

  private List<ReleaseSummary> list(App app, int limit) {
    return store.releases().list(app.id(), limit).stream()
        .map(release ->
            new ReleaseSummary(
                release.label(),
                isLive(app, release),
                release.description(),
                text(release.commit()),
                release.actor(),
                release.createdAt()))
        .toList();
  }

  private ReleaseDetails details(App app, @Nullable Integer version) {
    Release release = find(app, Optional.ofNullable(version).orElseGet(() -> live(app)));
    return new ReleaseDetails(
        release.label(),
        isLive(app, release),
        release.description(),
        text(release.commit()),
        release.language(),
        release.artifact().reference(),
        release.configVersion(),
        AppHandlers.plain(release.formation().counts()),
        AppHandlers.plain(release.commands()),
        release.actor(),
        release.createdAt());
  }

  /** Of the build that made what the release runs, which may be an older release's. */
  private String bill(App app, @Nullable Integer version) {
    Release release = find(app, Optional.ofNullable(version).orElseGet(() -> live(app)));
    Matcher built = BUILT_BY.matcher(release.artifact().reference());
    return Optional.of(built)
        .filter(Matcher::find)
        .flatMap(found -> store.boms().of(app.id(), Integer.parseInt(found.group(1))))
        .orElseThrow(() ->
            UserError.failed(
                "nothing is known of what " + release.label() + " is made of",
                "it was built before bills of materials were kept: push, or ps:rebuild "
                    + app.name()));
  }

  private Roll rollback(Actor who, Rollback wish) {
    App app = lookup.unlocked(wish.app());
    int live = live(app);
    Integer version = wish.version();
    Release to = version == null ? before(app, live) : find(app, version);
    if (to.version() == live) {
      throw UserError.usage(
          to.label() + " is live already", "see: ssh paas releases " + app.name());
    }
    if (!engine.has(to.artifact())) {
      throw UserError.failed(
          "what " + to.label() + " was built into is no longer there",
          "push that commit again, or choose a newer release");
    }
    return rolls.rollback(who, app, to.version());
  }

  /** The newest release that went live before the live one. */
  private Release before(App app, int live) {
    return store.releases().wentLive(app.id()).stream()
        .filter(version -> version < live)
        .findFirst()
        .map(version -> find(app, version))
        .orElseThrow(() ->
            UserError.failed(
                "there is no release before " + Release.label(live), "push another version"));
  }

  private Release find(App app, int version) {
    return store
        .releases()
        .find(app.id(), version)
        .orElseThrow(() ->
            UserError.failed(
                app.name() + " has no release " + Release.label(version),
                "see: ssh paas releases " + app.name()));
  }

  private static int live(App app) {
    Integer live = app.liveRelease();
    if (live == null) {
      throw UserError.failed(app.name() + " has no release yet", "push it: git push paas main");
    }
    return live;
  }

  private static boolean isLive(App app, Release release) {
    Integer live = app.liveRelease();
    return live != null && live == release.version();
  }

  private static String text(@Nullable String commit) {
    return commit == null ? "" : commit;
  }
}
