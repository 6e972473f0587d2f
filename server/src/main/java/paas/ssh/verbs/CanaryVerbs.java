package paas.ssh.verbs;

import java.util.List;
import java.util.Objects;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.CanaryCommands.AbortCanary;
import paas.ops.CanaryCommands.CanaryReport;
import paas.ops.CanaryCommands.ProcessIs;
import paas.ops.CanaryCommands.PromoteCanary;
import paas.ops.CanaryCommands.SetCanary;
import paas.ops.CanaryCommands.ShowCanary;
import paas.ops.Command;
import paas.ops.Ops;
import picocli.CommandLine.Parameters;

/** {@code canary:...} */
final class CanaryVerbs {
  private final Ops ops;

  private CanaryVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    CanaryVerbs verbs = new CanaryVerbs(ops);
    return List.of(
        Verb.of(
                "canary:report",
                "shows the release that a share of new visitors gets",
                "canary:report shop",
                () -> call -> verbs.show(call, new ShowCanary(call.app())))
            .alias("canary"),
        Verb.of(
            "canary:set",
            "changes how many of a hundred visitors get the canary",
            "canary:set shop 25",
            () -> verbs.new Set()),
        Verb.of(
            "canary:promote",
            "makes the canary's release the live one",
            "canary:promote shop",
            () -> verbs::promote),
        Verb.of(
            "canary:abort",
            "ends the canary; all visitors get what is live",
            "canary:abort shop",
            () -> call -> verbs.show(call, new AbortCanary(call.app()))));
  }

  private int promote(Call call) throws InterruptedException {
    return new Progress(ops).of(call, ops.execute(call.actor(), new PromoteCanary(call.app())));
  }

  private int show(Call call, Command<CanaryReport> wish) {
    CanaryReport report = ops.execute(call.actor(), wish);
    return call.show(report, () -> print(call, report));
  }

  private static void print(Call call, CanaryReport report) {
    if (report.release().isEmpty()) {
      call.console().result("all visitors of " + report.app() + " get " + report.live());
      return;
    }
    call.console()
        .result(
            report.percent()
                + " % of new visitors of "
                + report.app()
                + " get "
                + report.release()
                + ", the others "
                + report.live());
    new Facts()
        .add("commit", report.commit())
        .add("pushed by", report.by())
        .add("since", String.valueOf(report.since()))
        .print(call.console());
    Table table = new Table("PROCESS", "STATE", "RESTARTS", "REQUESTS NOW");
    for (ProcessIs process : report.processes()) {
      table.row(
          process.process(),
          process.state(),
          String.valueOf(process.restarts()),
          Objects.toString(process.requests(), "?"));
    }
    call.console().table(table);
  }

  private final class Set implements Action {
    @Parameters(paramLabel = "PERCENT", description = "0 to 100")
    String share = "";

    @Override
    public int run(Call call) {
      return show(call, new SetCanary(call.app(), share));
    }
  }
}
