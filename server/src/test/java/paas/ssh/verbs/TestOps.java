package paas.ssh.verbs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.BuildPlan.Version;
import paas.buildpacks.plan.PlanDetails;
import paas.logs.Follower;
import paas.logs.LogLine;
import paas.model.Actor;
import paas.model.AppName;
import paas.ops.AppCommands.AppDetails;
import paas.ops.AppCommands.AppSummary;
import paas.ops.AppCommands.CreateApp;
import paas.ops.AppCommands.CreatedApp;
import paas.ops.AppCommands.DestroyApp;
import paas.ops.AppCommands.Destroyed;
import paas.ops.AppCommands.ListApps;
import paas.ops.AppCommands.LockApp;
import paas.ops.AppCommands.RenameApp;
import paas.ops.AppCommands.ShowApp;
import paas.ops.AppCommands.UnlockApp;
import paas.ops.BuildCommands.BuildSummary;
import paas.ops.BuildCommands.CancelDeploy;
import paas.ops.BuildCommands.FollowDeploy;
import paas.ops.BuildCommands.FollowedDeploy;
import paas.ops.BuildCommands.ListBuilds;
import paas.ops.BuildCommands.RanCommand;
import paas.ops.BuildCommands.ShowBuild;
import paas.ops.Command;
import paas.ops.ConfigCommands.ChangeConfig;
import paas.ops.ConfigCommands.ConfigChanged;
import paas.ops.ConfigCommands.ShowConfig;
import paas.ops.DomainCommands.AddDomain;
import paas.ops.DomainCommands.CertificateState;
import paas.ops.DomainCommands.DomainFacts;
import paas.ops.DomainCommands.DomainList;
import paas.ops.DomainCommands.DomainReport;
import paas.ops.DomainCommands.RemoveDomain;
import paas.ops.DomainCommands.ReportDomains;
import paas.ops.DomainCommands.ShowDomains;
import paas.ops.DomainCommands.VerifyDomains;
import paas.ops.HouseCommands.AddKey;
import paas.ops.HouseCommands.Diagnose;
import paas.ops.HouseCommands.Diagnosis;
import paas.ops.HouseCommands.EventSummary;
import paas.ops.HouseCommands.Finding;
import paas.ops.HouseCommands.FollowLogs;
import paas.ops.HouseCommands.KeySummary;
import paas.ops.HouseCommands.LastLogs;
import paas.ops.HouseCommands.ListEvents;
import paas.ops.HouseCommands.ListKeys;
import paas.ops.HouseCommands.RemoveKey;
import paas.ops.Ops;
import paas.ops.PlanCommands.BuilderReport;
import paas.ops.PlanCommands.BuilderSummary;
import paas.ops.PlanCommands.ListBuilders;
import paas.ops.PlanCommands.ShowBuilder;
import paas.ops.PlanCommands.ShowPlan;
import paas.ops.ProcessCommands.Detached;
import paas.ops.ProcessCommands.Enter;
import paas.ops.ProcessCommands.ListProcesses;
import paas.ops.ProcessCommands.ProcessStatus;
import paas.ops.ProcessCommands.Processes;
import paas.ops.ProcessCommands.Rebuild;
import paas.ops.ProcessCommands.Restart;
import paas.ops.ProcessCommands.Run;
import paas.ops.ProcessCommands.RunDetached;
import paas.ops.ProcessCommands.Scale;
import paas.ops.ProcessCommands.Scaled;
import paas.ops.ProcessCommands.Start;
import paas.ops.ProcessCommands.Stop;
import paas.ops.ProcessCommands.StopOneOffs;
import paas.ops.ReleaseCommands.KeepReport;
import paas.ops.ReleaseCommands.ListReleases;
import paas.ops.ReleaseCommands.ReleaseDetails;
import paas.ops.ReleaseCommands.ReleaseSummary;
import paas.ops.ReleaseCommands.Rollback;
import paas.ops.ReleaseCommands.SetKeep;
import paas.ops.ReleaseCommands.ShowKeep;
import paas.ops.ReleaseCommands.ShowRelease;
import paas.ops.Roll;

/** Notes what was wished, and answers as a server with one app would. */
final class TestOps implements Ops {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final Roll ROLL = new Roll("shop", 14);

  final Deque<Command<?>> wished = new ArrayDeque<>();
  final TestRun run = new TestRun();
  List<String> deployLines = List.of("-----> Starting web.1", "=====> Application deployed: v13");
  int deployExit = 0;
  @Nullable Runnable onFollow;
  boolean well = true;

  @Override
  public List<AppName> visible(Actor who) {
    return List.of(new AppName("shop"));
  }

  @Override
  @SuppressWarnings("unchecked") // each case answers what its command promises
  public <R> R execute(Actor who, Command<R> command) {
    wished.add(command);
    return (R) answer(command);
  }

  private Object answer(Command<?> command) {
    return switch (command) {
      case ListApps _ ->
          List.of(new AppSummary("shop", "live", "v12", "web=2", "http://shop.localhost:8080"));
      case CreateApp c ->
          new CreatedApp(
              c.name() == null ? "calm-river" : c.name().value(), "http://x.localhost", "paas:x");
      case ShowApp _, LockApp _, UnlockApp _ -> details("shop");
      case RenameApp c -> details(c.to().value());
      case DestroyApp _ -> new Destroyed("shop", 12, 2);
      case ShowConfig _ -> new TreeMap<>(Map.of("GREETING", "hi there", "KEY", "a\nb"));
      case ChangeConfig c -> new ConfigChanged(c.set().keySet(), 4, c.restart() ? ROLL : null);
      case ListProcesses _, Stop _, StopOneOffs _ -> processes();
      case Scale _ -> new Scaled(Map.of("web", 3), ROLL);
      case Restart _, Start _, Rebuild _, Rollback _ -> ROLL;
      case Run _, Enter _ -> run;
      case RunDetached c -> new Detached(c.app().value(), "run.4711", "v12", AT);
      default -> more(command);
    };
  }

  private Object more(Command<?> command) {
    return switch (command) {
      case ListBuilds _ -> List.of(build());
      case ShowBuild _ -> build();
      case CancelDeploy _ ->
          new BuildSummary(
              14, "push", "cancelled", null, "01", "", "anna", AT, 61, 1, "", List.of());
      case FollowDeploy _ -> new Followed();
      case ShowPlan _ -> plan();
      case ListBuilders _ ->
          List.of(
              new BuilderSummary("auto", "", List.of()),
              new BuilderSummary("node", "Node.js", List.of("package.json (Node.js)")));
      case ShowBuilder _ -> new BuilderReport("shop", "node", "Node.js");
      case ShowKeep _, SetKeep _ -> new KeepReport("shop", "30min", "v11", List.of("web.1"), AT);
      case ListReleases _ ->
          List.of(new ReleaseSummary("v12", true, "deploy", "0123456789abcdef", "anna", AT));
      case ShowRelease _ ->
          new ReleaseDetails(
              "v12",
              true,
              "deploy",
              "0123456789abcdef",
              "Node.js",
              "image",
              3,
              Map.of("web", 2),
              Map.of("web", "node server.js"),
              "anna",
              AT);
      case ShowDomains _, AddDomain _, RemoveDomain _ ->
          new DomainList(
              "shop",
              "shop.localhost",
              List.of(),
              List.of("http://shop.localhost:8080"),
              List.of());
      case ReportDomains _, VerifyDomains _ ->
          new DomainReport(
              "shop",
              List.of(
                  new DomainFacts(
                      "www.example.com",
                      "www.example.com",
                      List.of("A 192.0.2.7"),
                      "txt",
                      null,
                      List.of(),
                      new CertificateState(null, null, null, 0, null),
                      null)));
      case ListKeys _ -> List.of(key());
      case AddKey _, RemoveKey _ -> key();
      case ListEvents _ ->
          List.of(
              new EventSummary(AT.plusSeconds(1), "shop", "anna", "deploy", "second"),
              new EventSummary(AT, "", "paas", "start", "first"));
      case Diagnose _ ->
          new Diagnosis(
              well,
              List.of(new Finding("disk", well, "9 MB free", well ? "" : "make room")),
              List.of());
      case LastLogs _ -> List.of(new LogLine(AT, "app", "web.1", 12, "Listening"));
      case FollowLogs _ -> new Lines();
      default -> throw new IllegalArgumentException(command.toString());
    };
  }

  private static AppDetails details(String name) {
    return new AppDetails(
        name,
        "live",
        "v12",
        "Node.js",
        "0123456789abcdef",
        Map.of("web", 2),
        Map.of("web", "node server.js"),
        List.of("http://shop.localhost:8080"),
        "main",
        "",
        "paas:" + name,
        AT);
  }

  private static Processes processes() {
    ProcessStatus web =
        new ProcessStatus(
            "web.1", "up", "v12", Instant.now(), 1.25, 64L << 20, 0, "node server.js");
    return new Processes(
        "shop", Map.of("web", 1, "worker", 2), List.of(web), Map.of("worker", "node work.js"));
  }

  private static PlanDetails plan() {
    return new PlanDetails(
        "shop",
        "0123456789abcdef",
        "Node.js",
        "package.json",
        "",
        List.of(new Version("node", "22", "default")),
        List.of("node:22-bookworm-slim"),
        List.of(),
        List.of(new PlanDetails.Step("npm ci", List.of("package.json"), List.of("npm"))),
        Map.of("web", new PlanDetails.Start("node server.js", "scripts.start")),
        "/up",
        List.of(),
        List.of(),
        "FROM node:22-bookworm-slim\n");
  }

  private static BuildSummary build() {
    return new BuildSummary(
        14,
        "push",
        "failed",
        null,
        "0123456789abcdef",
        "",
        "anna",
        AT,
        61,
        1,
        "it broke",
        List.of(new RanCommand("release", "node migrate.js", 3.1, 1)));
  }

  private static KeySummary key() {
    return new KeySummary("laptop", "SHA256:abc", "ssh-ed25519", AT);
  }

  /** A deploy's log that is all there. */
  private final class Followed implements FollowedDeploy {
    private final Deque<String> left = new ArrayDeque<>(deployLines);

    @Override
    public int number() {
      return 14;
    }

    @Override
    public Optional<String> next(Duration wait) {
      if (onFollow != null) {
        onFollow.run();
      }
      return Optional.ofNullable(left.poll());
    }

    @Override
    public boolean ended() {
      return left.isEmpty();
    }

    @Override
    public int exitCode() {
      return deployExit;
    }

    @Override
    public void close() {
      left.clear();
    }
  }

  /** A log that says one line and then waits to be left. */
  private final class Lines implements Follower {
    private final List<LogLine> left =
        new ArrayList<>(List.of(new LogLine(AT, "app", "web.1", 12, "Listening")));

    @Override
    public List<LogLine> next(Duration wait) {
      if (!left.isEmpty()) {
        return List.of(left.removeFirst());
      }
      if (onFollow != null) {
        onFollow.run();
      }
      return List.of();
    }

    @Override
    public void close() {
      left.clear();
    }
  }
}
