package paas.deploy;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.PlanDetails;
import paas.buildpacks.plan.PlanText;
import paas.engine.BuildOutput;
import paas.model.AppName;
import paas.model.Deploy;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.operator.HookOutput;
import paas.store.KeptRelease;

/** Tells a deploy in the lines that people read: steps, details, warnings, result. */
public final class DeployText implements DeployLog {
  private static final int TITLE_WIDTH = 38;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  /** As git itself shortens a commit. */
  private static final int SHORT = 7;

  /** Where a version comes from that the app did not ask for; the build says what it takes. */
  private static final String UNASKED = "default";

  /** A build step that is over by then is told in one line, else its begin is told, too. */
  private static final Duration LONG_STEP = Duration.ofSeconds(1);

  private final AppName app;
  private final Consumer<String> lines;
  private final BuildText build = new BuildText();

  public DeployText(AppName app, Consumer<String> lines) {
    this.app = app;
    this.lines = lines;
  }

  @Override
  public void queued(int position) {
    String before = position == 1 ? "deploy" : position + " deploys";
    step("Waiting for the " + before + " before this one; position " + position);
  }

  @Override
  public void waitsForPlace(int position) {
    step("Waiting for a place to build; position " + position + " among all apps");
  }

  @Override
  public void unchanged(Release live, List<String> watched) {
    String commit = live.commit();
    step(
        "Nothing of "
            + app
            + " has changed since "
            + live.label()
            + (commit == null ? "" : " (" + commit.substring(0, SHORT) + ")"));
    detail("It is made of " + String.join(" ", watched));
    lines.accept(
        "=====> " + live.label() + " stays live. To deploy all the same: git push -o force");
  }

  @Override
  public void detected(PlanDetails plan, boolean first) {
    step(app + ": " + plan.language() + " (" + plan.because() + ")");
    plan.versions().stream()
        .filter(v -> first || !v.source().equals(UNASKED))
        .forEach(v -> detail(columns(v.tool() + " " + v.version(), v.source())));
    plan.processes()
        .forEach((type, start) ->
            detail(columns(type, commandText(start.command()) + "   (" + start.origin() + ")")));
    if (first) {
      PlanText.build(plan).forEach(lines);
    }
    plan.notices().forEach(notice -> warning(notice, ""));
  }

  @Override
  public void configured(List<String> variables) {
    step("Config from app.json: " + String.join(" ", variables));
  }

  @Override
  public BuildOutput building() {
    step("Building");
    return build;
  }

  @Override
  public HookOutput hooks() {
    return new HookText(lines);
  }

  @Override
  public void released(Release release, Map<ProcessType, String> idle, List<ProcessType> vanished) {
    String formation = release.formation().toString();
    step("Release " + release.label() + (formation.isEmpty() ? "" : ": " + formation));
    idle.forEach((type, _) ->
        detail(type + "=0   start it with: ssh paas ps:scale " + app + " " + type + "=1"));
    vanished.forEach(type -> detail(type + " is no longer in the Procfile and will be stopped"));
  }

  @Override
  public Consumer<String> running(ProcessType command, String line) {
    step("Running " + command + ": " + line);
    return said -> detail("  " + said);
  }

  @Override
  public void ran(ProcessType command, Duration took) {
    detail(command + " ended well after " + seconds(took));
  }

  @Override
  public void takingOver(String release, List<ProcessName> processes) {
    step("Taking over " + names(processes) + " of " + release);
  }

  @Override
  public void starting(List<ProcessName> processes) {
    step("Starting " + names(processes));
  }

  @Override
  public void healthy(ProcessName process, Duration after, String how) {
    detail(process + " healthy after " + seconds(after) + "   " + how);
  }

  @Override
  public void warning(String text, String advice) {
    lines.accept(" !     " + text);
    if (!advice.isEmpty()) {
      detail(advice);
    }
  }

  @Override
  public void tookOver(Duration after) {
    detail("they needed no start: switched in " + after.toMillis() + " ms");
  }

  @Override
  public void switched(Release release, @Nullable String old, Drained drained) {
    if (old == null) {
      step("Switched to " + release.label());
      return;
    }
    KeptRelease kept = drained.kept();
    step(
        "Switched to "
            + release.label()
            + ". "
            + (kept != null ? Release.label(kept.release()) : before(release, old))
            + (drained.requests() > 0 ? " finished " + requests(drained.requests()) + " and" : "")
            + (kept == null
                ? " stopped in " + seconds(drained.took())
                : " stands by until " + TIME.format(kept.until())));
    if (drained.told() > 0) {
      detail(drained.told() + " WebSockets and streams of events were told to come back");
    }
    if (drained.cut() > 0) {
      warning(requests(drained.cut()) + " did not end in time and were cut", "");
    }
    if (drained.killed()) {
      warning(
          "R12: an old process ignored SIGTERM until its time was over and was killed",
          "Let the app stop when it gets SIGTERM.");
    }
  }

  private static String before(Release release, String old) {
    return old.equals(release.label()) ? "The old processes" : old;
  }

  @Override
  public void live(Deploy.Cause cause, Release release, List<String> urls, Timings timings) {
    String where =
        release.hasWeb()
            ? String.join("  ", urls) + "   " + release.label()
            : release.label() + " (no web process, so no URL)";
    lines.accept("=====> Application " + done(cause) + ": " + where.strip());
    detail(
        (timings.build().isZero() ? "" : "build " + seconds(timings.build()) + "   ")
            + "start "
            + seconds(timings.start())
            + "   switch "
            + seconds(timings.cutover())
            + "   total "
            + seconds(timings.total()));
  }

  @Override
  public void canary(Release release, int share, List<String> urls) {
    lines.accept(
        "=====> Canary "
            + release.label()
            + " is out, for "
            + share
            + " % of new visitors: "
            + String.join("  ", urls));
    detail("For all of them: ssh paas canary:promote " + app);
    detail("For nobody:      ssh paas canary:abort " + app);
  }

  @Override
  public void failed(
      int deploy,
      String reason,
      List<String> advice,
      List<String> lastLines,
      @Nullable String old) {
    build.over();
    lines.accept(" !     " + reason);
    advice.forEach(this::detail);
    if (!lastLines.isEmpty()) {
      detail("Its last lines:");
      lastLines.forEach(line -> detail("  " + line));
    }
    String rest = old == null ? "Nothing is live yet" : old + " keeps serving";
    lines.accept(" !     Deploy " + deploy + " failed. " + rest + "; push again when fixed.");
    detail("Whole log: ssh paas builds:output " + app + " " + deploy);
  }

  @Override
  public void stopped(Deploy deploy, Outcome outcome) {
    build.over();
    switch (outcome) {
      case Outcome.Cancelled(String by) ->
          lines.accept(" !     Deploy " + deploy.number() + " was cancelled by " + by + ".");
      case Outcome.Superseded(String by) ->
          lines.accept(
              " !     Deploy "
                  + deploy.number()
                  + " is superseded by the newer push of "
                  + by
                  + ".");
      case Outcome.Done _, Outcome.Released _, Outcome.Unchanged _, Outcome.Broke _ ->
          throw new IllegalArgumentException("nobody ended it");
    }
    if (deploy.cause() == Deploy.Cause.CONFIG) {
      detail("The config stays set and comes with the next release.");
    }
  }

  private static String done(Deploy.Cause cause) {
    return switch (cause) {
      case PUSH, REBUILD, CANARY -> "deployed";
      case PROMOTE -> "promoted";
      case ROLLBACK -> "rolled back";
      case CONFIG -> "runs with the new config";
      case SCALE -> "scaled";
      case RESTART -> "restarted";
      case START -> "started";
    };
  }

  private void step(String text) {
    lines.accept("-----> " + text);
  }

  private void detail(String text) {
    lines.accept("       " + text);
  }

  private static String columns(String left, String right) {
    return String.format(Locale.ROOT, "%-15s %s", left, right);
  }

  private static String commandText(@Nullable String command) {
    return command == null ? "the image's own command" : command;
  }

  private static String names(List<ProcessName> processes) {
    return processes.stream().map(ProcessName::toString).collect(Collectors.joining(" "));
  }

  private static String requests(long count) {
    return count + (count == 1 ? " request" : " requests");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /**
   * The part of the text that the engine's build writes. A step is named once: when it ends, or
   * before that above the first line that it says.
   */
  private final class BuildText implements BuildOutput {
    private final Set<String> untold = ConcurrentHashMap.newKeySet();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** A builder may begin a step, wait, and begin it again. */
    @Override
    public void step(String title) {
      untold.add(title);
      CompletableFuture.delayedExecutor(LONG_STEP.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> tell(title));
    }

    private void tell(String title) {
      if (untold.remove(title) && told.add(title)) {
        detail(title + " ...");
      }
    }

    /** A step that failed has no end of its own. */
    void over() {
      untold.clear();
    }

    @Override
    public void stepDone(String title, Duration took, String note) {
      untold.remove(title);
      told.remove(title);
      String right = note.isEmpty() ? seconds(took) : note;
      detail(String.format(Locale.ROOT, "%-" + TITLE_WIDTH + "s %s", title, right));
    }

    @Override
    public void line(String text) {
      if (!text.isBlank()) {
        untold.forEach(this::tell);
        detail("  " + text);
      }
    }

    @Override
    public void warning(String text) {
      DeployText.this.warning(text, "");
    }
  }
}
