package paas.ssh.verbs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Verb;
import paas.ops.Command;
import paas.ops.Ops;
import paas.ops.SleepCommands.SetSleep;
import paas.ops.SleepCommands.ShowSleep;
import paas.ops.SleepCommands.SleepReport;
import paas.ops.SleepCommands.WakeApp;
import picocli.CommandLine.Parameters;

/** {@code ps:sleep}, {@code ps:wake} */
final class SleepVerbs {
  private final Ops ops;

  private SleepVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    SleepVerbs verbs = new SleepVerbs(ops);
    return List.of(
        Verb.of(
            "ps:sleep",
            "lets an app sleep while nobody asks for it; its first request wakes it",
            "ps:sleep shop 30m",
            () -> verbs.new Sleep()),
        Verb.of(
            "ps:wake",
            "wakes an app that sleeps",
            "ps:wake shop",
            () -> call -> verbs.show(call, new WakeApp(call.app()))));
  }

  private int show(Call call, Command<SleepReport> wish) {
    SleepReport report = ops.execute(call.actor(), wish);
    return call.show(report, () -> call.console().result(text(report)));
  }

  private static String text(SleepReport report) {
    String when = report.after() == null ? "never by itself" : "after " + report.after();
    return report.since() == null
        ? report.app() + " is awake; it sleeps " + when
        : report.app() + " sleeps since " + report.since() + "; its first request wakes it";
  }

  private final class Sleep implements Action {
    @Parameters(
        arity = "0..1",
        paramLabel = "TIME",
        description = "without a request, such as 30m; off: never again; now: at once")
    @Nullable String after;

    @Override
    public int run(Call call) {
      return show(
          call, after == null ? new ShowSleep(call.app()) : new SetSleep(call.app(), after));
    }
  }
}
