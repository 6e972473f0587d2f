package paas.ssh.verbs;

import java.util.List;
import paas.cli.Action;
import paas.cli.AppUse;
import paas.cli.Call;
import paas.cli.Colour;
import paas.cli.Console;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.HouseCommands.Diagnose;
import paas.ops.HouseCommands.Diagnosis;
import paas.ops.HouseCommands.EventSummary;
import paas.ops.HouseCommands.Finding;
import paas.ops.HouseCommands.ListEvents;
import paas.ops.Ops;
import picocli.CommandLine.Option;

/** {@code events} and {@code doctor} */
final class HouseVerbs {
  private final Ops ops;

  private HouseVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    HouseVerbs verbs = new HouseVerbs(ops);
    return List.of(
        Verb.of(
                "events",
                "shows who did what, newest last; of one app when it is named",
                "events shop",
                () -> verbs.new Events())
            .app(AppUse.OPTIONAL),
        Verb.of(
                "doctor",
                "looks whether the server has all it needs and nothing is left undone; exits 1 if"
                    + " not",
                "doctor --repair",
                () -> verbs.new Doctor())
            .app(AppUse.NONE));
  }

  private final class Events extends Limited {
    @Override
    public int run(Call call) {
      List<EventSummary> newestFirst =
          ops.execute(call.actor(), new ListEvents(call.namedApp().orElse(null), limit()));
      List<EventSummary> events = newestFirst.reversed();
      return call.show(events, () -> table(call.console(), events));
    }
  }

  private static void table(Console console, List<EventSummary> events) {
    Table table = new Table("AT", "APP", "BY", "KIND", "WHAT");
    events.forEach(
        e -> table.row(Shown.time(e.at()), Shown.orDash(e.app()), e.actor(), e.kind(), e.text()));
    console.table(table);
  }

  /** Ends with 1 when something is wrong. */
  private final class Doctor implements Action {
    @Option(names = "--repair", description = "mends what is safe to mend, and says what it was")
    boolean repair;

    @Override
    public int run(Call call) {
      Diagnosis diagnosis = ops.execute(call.actor(), new Diagnose(repair));
      call.show(diagnosis, () -> print(call.console(), diagnosis));
      return diagnosis.ok() ? 0 : 1;
    }
  }

  private static void print(Console console, Diagnosis diagnosis) {
    diagnosis.mended().forEach(text -> console.line("mended " + text));
    diagnosis.findings().forEach(finding -> print(console, finding));
  }

  private static void print(Console console, Finding finding) {
    String text = finding.check() + ": " + finding.text();
    if (finding.ok()) {
      console.line(console.paint(Colour.GREEN, "ok") + "     " + text);
    } else {
      console.warn(text + (finding.remedy().isEmpty() ? "" : "\n" + finding.remedy()));
    }
  }
}
