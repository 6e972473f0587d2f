package paas.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.buildpacks.plan.PlanText;
import paas.hooks.FetchSession;
import paas.hooks.Push;
import paas.hooks.PushHandler;
import paas.hooks.PushLimits;
import paas.hooks.PushOutput;
import paas.hooks.PushResult;
import paas.hooks.PushSession;
import paas.hooks.Repositories;
import paas.hooks.Verdict;
import paas.logs.DeployReader;
import paas.logs.LogStore;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.Release;
import paas.model.UserError;
import paas.operator.HookPoint;
import paas.operator.HookRecord;
import paas.operator.Hooks;
import paas.store.NewDeploy;
import paas.store.Store;

/**
 * Where a push becomes a deploy: decides, queues, and lets git speak when the deploy has spoken.
 */
public final class PushGate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PushGate.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** As git itself shortens a commit. */
  private static final int SHORT = 7;

  private static final Duration LINE_WAIT = Duration.ofMillis(500);

  /**
   * With {@code -Dpaas.deploy=off} pushes are taken and not deployed: what the way of a push costs.
   */
  private static final boolean DEPLOYS = !"off".equals(System.getProperty("paas.deploy"));

  private final Store store;
  private final LogStore logs;
  private final Repositories repositories;
  private final DeployQueue queue;
  private final Arrivals arrivals;
  private final Plans plans;
  private final Hooks hooks;
  private final FailPoints points;
  private final PushSession pushes;
  private final FetchSession fetches;

  public PushGate(
      Store store,
      LogStore logs,
      Repositories repositories,
      DeployMachine machine,
      PushLimits limits,
      Hooks hooks,
      FailPoints points) {
    this.store = store;
    this.logs = logs;
    this.repositories = repositories;
    this.queue = machine.queue();
    this.arrivals = machine.arrivals();
    this.plans = machine.plans();
    this.hooks = hooks;
    this.points = points;
    this.pushes = new PushSession(limits, repositories.work());
    this.fetches = new FetchSession(limits);
  }

  /**
   * Serves one {@code git push}; an app of an unknown name is made by it.
   *
   * @return also whether the client waited for it
   */
  public PushResult receive(
      Actor who, AppName name, InputStream in, OutputStream out, OutputStream err)
      throws IOException {
    Arrivals.Arrival arrival = arrivals.enter(name, who);
    String id = arrival.app().id().toString();
    try (Repositories.Use _ = repositories.use(id);
        Repository repository = opened(arrival.app())) {
      Handler handler = new Handler(who, arrival.app().id(), arrival.isNew());
      return pushes.receive(repository, in, out, err, handler);
    } finally {
      arrivals.leave(arrival.app(), who);
      Thread.ofVirtual().name("git-gc").start(() -> tidy(arrival.app().id()));
    }
  }

  /** Nobody waits for it, and without it the next push does it. */
  private void tidy(AppId app) {
    try {
      repositories.tidy(app.toString(), () -> needed(app));
    } catch (IOException | RuntimeException e) {
      LOG.warn("the repository {} could not be tidied up", app, e);
    }
  }

  /** A forced push may have taken the branch from it, and its deploy may fail yet. */
  private Set<String> needed(AppId app) {
    return Stream.of(
            store.deploys().lastLiveCommit(app),
            store
                .apps()
                .find(app)
                .map(App::liveRelease)
                .flatMap(live -> store.releases().find(app, live))
                .map(Release::commit),
            store.deploys().newestPush(app).map(Deploy::commit))
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /**
   * Serves one {@code git fetch} or {@code git clone}.
   *
   * @param protocol the client's GIT_PROTOCOL, or null
   */
  public int send(
      AppName name, InputStream in, OutputStream out, OutputStream err, @Nullable String protocol)
      throws IOException {
    App app =
        store
            .apps()
            .find(name)
            .orElseThrow(() -> UserError.noSuchApp(name.value(), "see: ssh paas apps:list"));
    String id = app.id().toString();
    try (Repositories.Use _ = repositories.use(id);
        Repository repository = opened(app)) {
      return fetches.send(repository, in, out, err, protocol);
    }
  }

  private Repository opened(App app) throws IOException {
    try {
      return repositories.open(app.id().toString());
    } catch (IOException e) {
      LOG.warn("the repository {} cannot be opened", app.id(), e);
      throw UserError.failed(
          "the repository of "
              + app.name()
              + " is damaged: "
              + repositories.damage(app.id().toString()).orElse(String.valueOf(e.getMessage())),
          "see: ssh paas doctor");
    }
  }

  /** Ends the deploys under way, and gives their pushes a moment to say so. */
  @Override
  public void close() {
    queue.close();
    long until = System.nanoTime() + LAST_WORDS.toNanos();
    while (!arrivals.quiet() && System.nanoTime() < until) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  /** One push of one actor to one app. */
  private final class Handler implements PushHandler {
    private final Actor who;
    private final AppId id;

    private final boolean newApp;

    Handler(Actor who, AppId id, boolean newApp) {
      this.who = who;
      this.id = id;
      this.newApp = newApp;
    }

    private App app() {
      return store.apps().find(id).orElseThrow();
    }

    @Override
    public Verdict admit(Push push) {
      points.reach(FailPoints.Step.RECEIVED);
      PushOptions options;
      try {
        options = PushOptions.of(push.options());
      } catch (UserError e) {
        return Verdict.refused(e.what() + "; " + e.remedy());
      }
      App app = app();
      if (options.plan()) {
        return planned(app, push);
      }
      String lock = app.lock();
      if (lock != null) {
        return Verdict.refused("deploys of " + app.name() + " are locked: " + lock);
      }
      if (options.canary().isEmpty() && store.deploys().canary(id).isPresent()) {
        UserError out = DeployQueue.canaryIsOut(app.name());
        return Verdict.refused(out.what() + "; " + out.remedy());
      }
      String branch = app.deployBranch();
      if (branch == null || branch.equals(push.branch())) {
        return hooked(HookPoint.PRE_RECEIVE, push);
      }
      return Verdict.refused(
          app.name()
              + " deploys from "
              + branch
              + "; push there: git push paas "
              + push.branch()
              + ":"
              + branch);
    }

    /** Told now, and nothing else is done: the branch does not move. */
    private Verdict planned(App app, Push push) {
      try {
        PlanText.whole(plans.plan(app, push.newCommit())).forEach(push.output()::line);
        return Verdict.refused("only planned, as -o plan asks; nothing was deployed");
      } catch (DeployFailed e) {
        push.output().line(" !     " + e.reason());
        e.advice().forEach(line -> push.output().line("       " + line));
        return Verdict.refused(e.reason());
      }
    }

    /**
     * There is no app's config to mask here: a hook knows none, and nothing of the app runs yet.
     */
    private Verdict hooked(HookPoint point, Push push) {
      try {
        HookRecord told =
            new HookFacts(store)
                .of(
                    point,
                    app(),
                    who,
                    push.branch(),
                    push.oldCommit(),
                    push.newCommit(),
                    push.forced());
        return hooks
            .run(told, new HookText(push.output()::line))
            .<Verdict>map(Verdict::refused)
            .orElseGet(Verdict::accepted);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return cutShort();
      }
    }

    @Override
    public Verdict deploy(Push push) {
      points.reach(FailPoints.Step.REF_MOVED);
      if (!DEPLOYS) {
        push.output()
            .line(" !     this server was started with -Dpaas.deploy=off; nothing is deployed");
        return Verdict.accepted();
      }
      try {
        App app = app();
        if (newApp) {
          push.output().line("-----> " + app.name() + " is a new app");
        }
        if (app.deployBranch() == null) {
          store.apps().adoptBranch(id, push.branch());
          push.output().line("-----> " + push.branch() + " is the deploy branch from now on");
        }
        hooked(HookPoint.POST_RECEIVE, push);
        Deploy deploy = submit(push.newCommit(), PushOptions.of(push.options()));
        return follow(deploy, push.output());
      } catch (UserError e) {
        push.output().line(" !     " + e.what());
        return Verdict.refused(e.what());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Verdict.refused("the server is stopping; push again when it is up");
      }
    }

    private Deploy submit(String commit, PushOptions options) {
      NewDeploy wish =
          options.canary().isPresent()
              ? NewDeploy.canary(id, commit, who.name())
              : NewDeploy.push(id, commit, who.name());
      return queue.submit(wish, options);
    }

    private Verdict follow(Deploy deploy, PushOutput output) throws InterruptedException {
      try (DeployReader reader = logs.read(id, deploy.number())) {
        while (!reader.ended()) {
          reader.next(LINE_WAIT).ifPresent(output::line);
        }
      }
      Verdict verdict = verdict(queue.await(id, deploy.number()).state());
      boolean overtaken =
          store.deploys().newestPush(id).filter(d -> d.number() > deploy.number()).isPresent();
      return verdict instanceof Verdict.Refused(String reason) && overtaken
          ? new Verdict.Overtaken(reason)
          : verdict;
    }

    private static Verdict verdict(DeployState ended) {
      return switch (ended) {
        case DeployState.Live _, DeployState.Canary _, DeployState.Skipped _ -> Verdict.accepted();
        case DeployState.Failed(_, String reason, _) -> Verdict.refused(reason);
        case DeployState.Cancelled(String by) -> Verdict.refused("cancelled by " + by);
        case DeployState.Superseded(String by) ->
            new Verdict.Overtaken("superseded by " + by.substring(0, Math.min(SHORT, by.length())));
        case DeployState.Queued _, DeployState.Preparing _, DeployState.Detecting _ -> cutShort();
        case DeployState.Building _, DeployState.Releasing _, DeployState.Starting _ -> cutShort();
        case DeployState.Readying _, DeployState.Checking _ -> cutShort();
        // It has the traffic, whatever became of the server: the branch stands at it from now on.
        case DeployState.Switching _, DeployState.Draining _ -> Verdict.accepted();
      };
    }

    private static Verdict cutShort() {
      return Verdict.refused("the server is stopping; push again when it is up");
    }

    @Override
    public @Nullable String fallback(String branch) {
      return store
          .deploys()
          .newestPush(id)
          .map(Deploy::commit)
          .or(() -> store.deploys().lastLiveCommit(id))
          .orElse(null);
    }
  }
}
