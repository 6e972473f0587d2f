package paas.ssh.verbs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.Ops;
import paas.ops.ReleaseCommands.KeepReport;
import paas.ops.ReleaseCommands.ListReleases;
import paas.ops.ReleaseCommands.ReleaseDetails;
import paas.ops.ReleaseCommands.ReleaseSummary;
import paas.ops.ReleaseCommands.Rollback;
import paas.ops.ReleaseCommands.SetKeep;
import paas.ops.ReleaseCommands.ShowBill;
import paas.ops.ReleaseCommands.ShowKeep;
import paas.ops.ReleaseCommands.ShowRelease;
import picocli.CommandLine.Parameters;

/** {@code releases:...} and {@code rollback} */
final class ReleaseVerbs {
  private final Ops ops;

  private ReleaseVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    ReleaseVerbs verbs = new ReleaseVerbs(ops);
    return List.of(
        Verb.of(
                "releases:list",
                "lists releases, newest first",
                "releases shop -n 5",
                () -> verbs.new Listing())
            .alias("releases"),
        Verb.of(
                "releases:info",
                "shows a release; the live one when left out",
                "releases:info shop v12",
                () -> verbs.new ShowOne())
            .own(Versions::looksLike),
        Verb.of(
                "releases:sbom",
                "prints what a release is made of, as CycloneDX JSON; of the live one",
                "releases:sbom shop v12",
                () -> verbs.new Bill())
            .own(Versions::looksLike),
        Verb.of(
            "releases:keep",
            "lets the release before the live one stand by, so that a rollback starts nothing",
            "releases:keep shop 30m",
            () -> verbs.new Keep()),
        Verb.of(
                "rollback",
                "brings back a release: code, config and formation, without a build",
                "rollback shop v12",
                () -> verbs.new Back())
            .alias("releases:rollback")
            .own(Versions::looksLike));
  }

  private final class Listing extends Limited {
    @Override
    public int run(Call call) {
      List<ReleaseSummary> releases =
          ops.execute(call.actor(), new ListReleases(call.app(), limit()));
      return call.show(releases, () -> table(call, releases));
    }
  }

  private static void table(Call call, List<ReleaseSummary> releases) {
    if (releases.isEmpty()) {
      call.console().detail(call.app() + " has no release yet. Push it: git push paas main");
      return;
    }
    Table table = new Table("RELEASE", "LIVE", "WHAT", "COMMIT", "BY", "AT");
    releases.forEach(r ->
        table.row(
            r.release(),
            r.live() ? "live" : "",
            r.description(),
            Shown.orDash(Shown.commit(r.commit())),
            r.actor(),
            Shown.time(r.at())));
    call.console().table(table);
  }

  /** Takes a release, or none. */
  private abstract static class Versioned implements Action {
    @Parameters(arity = "0..1", paramLabel = "vN", description = "which")
    @Nullable String version;
  }

  private final class Bill extends Versioned {
    @Override
    public int run(Call call) {
      String bill = ops.execute(call.actor(), new ShowBill(call.app(), Versions.release(version)));
      call.console().line(bill);
      return 0;
    }
  }

  private final class ShowOne extends Versioned {
    @Override
    public int run(Call call) {
      ReleaseDetails release =
          ops.execute(call.actor(), new ShowRelease(call.app(), Versions.release(version)));
      return call.show(release, () -> text(call.console(), release));
    }
  }

  private static void text(Console console, ReleaseDetails release) {
    console.result(release.release() + (release.live() ? " (live)" : ""));
    Facts facts =
        new Facts()
            .add("what", release.description())
            .add("commit", release.commit())
            .add("language", release.language())
            .add("built into", release.artifact())
            .add("config", "version " + release.configVersion())
            .add("processes", Shown.counts(release.formation()));
    for (Map.Entry<String, String> command : release.commands().entrySet()) {
      facts.add(command.getKey() + " runs", command.getValue());
    }
    facts.add("by", release.actor()).add("at", Shown.time(release.at())).print(console);
  }

  private final class Keep implements Action {
    @Parameters(
        arity = "0..1",
        paramLabel = "TIME",
        description = "for how long its web processes stand still, such as 30m; off: they end")
    @Nullable String time;

    @Override
    public int run(Call call) {
      KeepReport report =
          ops.execute(
              call.actor(),
              time == null ? new ShowKeep(call.app()) : new SetKeep(call.app(), time));
      return call.show(report, () -> text(call.console(), report));
    }
  }

  private static void text(Console console, KeepReport report) {
    console.result(
        report.time() == null
            ? "a release of " + report.app() + " that is replaced ends at once"
            : "a release of " + report.app() + " that is replaced stands by for " + report.time());
    Instant until = report.until();
    if (until != null) {
      console.detail(
          report.release()
              + " stands by until "
              + Shown.time(until)
              + ": "
              + String.join(" ", report.processes()));
    }
  }

  private final class Back extends Versioned {
    @Override
    public int run(Call call) throws InterruptedException {
      return new Progress(ops)
          .of(call, ops.execute(call.actor(), new Rollback(call.app(), Versions.release(version))));
    }
  }
}
