package paas.ssh.verbs;

import java.util.ArrayList;
import java.util.List;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.CheckCommands.Answered;
import paas.ops.CheckCommands.ChecksReport;
import paas.ops.CheckCommands.ChecksRun;
import paas.ops.CheckCommands.RunChecks;
import paas.ops.CheckCommands.SetChecks;
import paas.ops.CheckCommands.ShowChecks;
import paas.ops.CheckCommands.TurnChecks;
import paas.ops.Ops;
import paas.ops.ProxyCommands.Setting;
import picocli.CommandLine.Parameters;

/** {@code checks:...} */
final class CheckVerbs {
  private final Ops ops;

  private CheckVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    CheckVerbs verbs = new CheckVerbs(ops);
    return List.of(
        Verb.of(
                "checks:report",
                "shows how web processes are asked how they are",
                "checks:report shop",
                () -> verbs::report)
            .alias("checks"),
        Verb.of(
            "checks:set",
            "sets what is asked, for how long and how often",
            "checks:set shop path=/health interval=10s",
            () -> verbs.new Set()),
        Verb.of("checks:run", "asks every web process now", "checks:run shop", () -> verbs::run),
        Verb.of(
                "checks:disable",
                "a web process that listens is well; nobody asks it anything",
                "checks:disable shop",
                () -> call -> verbs.turn(call, false))
            .alias("checks:skip"),
        Verb.of(
            "checks:enable",
            "deploys ask web processes again, and the proxy if it has an interval",
            "checks:enable shop",
            () -> call -> verbs.turn(call, true)));
  }

  private int report(Call call) {
    return show(call, ops.execute(call.actor(), new ShowChecks(call.app())));
  }

  private int turn(Call call, boolean on) {
    return show(call, ops.execute(call.actor(), new TurnChecks(call.app(), on)));
  }

  private static int show(Call call, ChecksReport report) {
    return call.show(
        report,
        () -> {
          String how = report.enabled() ? "is asked for GET " + report.path() : "is not asked";
          call.console().result(report.app() + " " + how);
          Table table = new Table("SETTING", "VALUE", "WHAT IT IS");
          for (Setting setting : report.settings()) {
            String value = report.set().getOrDefault(setting.key(), "(" + setting.usual() + ")");
            table.row(setting.key(), value, setting.summary());
          }
          call.console().table(table);
        });
  }

  private int run(Call call) {
    ChecksRun run = ops.execute(call.actor(), new RunChecks(call.app()));
    call.show(
        run,
        () -> {
          call.console().result("GET " + run.path());
          Table table = new Table("PROCESS", "IS", "ANSWER", "TIME");
          for (Answered answered : run.processes()) {
            table.row(
                answered.process(),
                answered.well() ? "well" : "not well",
                answered.seen(),
                answered.millis() + " ms");
          }
          call.console().table(table);
        });
    return run.wellAll() ? 0 : 1;
  }

  private final class Set implements Action {
    @Parameters(
        arity = "1..*",
        paramLabel = "KEY=VALUE",
        description = "such as path=/health; without a value: its default again")
    List<String> words = new ArrayList<>();

    @Override
    public int run(Call call) {
      SetChecks wish =
          new SetChecks(call.app(), Pairs.of(words, "checks:set " + call.app() + " path=/health"));
      return show(call, ops.execute(call.actor(), wish));
    }
  }
}
