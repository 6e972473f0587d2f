package paas.ssh.verbs;

import java.util.List;
import paas.cli.Action;
import paas.cli.AppUse;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.HookCommands.HookList;
import paas.ops.HookCommands.HookRun;
import paas.ops.HookCommands.HookSummary;
import paas.ops.HookCommands.ListHooks;
import paas.ops.HookCommands.PointSummary;
import paas.ops.HookCommands.RunHooks;
import paas.ops.Ops;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hooks:...} */
final class HookVerbs {
  private final Ops ops;

  private HookVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    HookVerbs verbs = new HookVerbs(ops);
    return List.of(
        Verb.of(
                "hooks:list",
                "shows the operator's hooks: the points, their programs, and why one does not run",
                "hooks",
                () -> verbs.new Listing())
            .alias("hooks")
            .app(AppUse.NONE),
        Verb.of(
                "hooks:run",
                "runs the hooks of a point by hand, or with --dry says what would be run; exits 1"
                    + " if one refuses",
                "hooks:run shop pre-build --dry",
                () -> verbs.new RunPoint())
            .app(AppUse.OPTIONAL)
            .own(word -> word.matches("(pre|post|deploy)-.*")));
  }

  private final class Listing implements Action {
    @Override
    public int run(Call call) {
      HookList hooks = ops.execute(call.actor(), new ListHooks());
      return call.show(hooks, () -> print(call.console(), hooks));
    }
  }

  private static void print(Console console, HookList hooks) {
    console.detail(
        "Programs in " + hooks.folder() + "/POINT.d are run in the order of their names");
    Table table = new Table("POINT", "DECIDES", "HOOK", "RUNS");
    for (PointSummary point : hooks.points()) {
      String decides = point.decides() ? "yes" : "no";
      if (point.hooks().isEmpty()) {
        table.row(point.point(), decides, "-", "-");
      }
      point
          .hooks()
          .forEach(
              h -> table.row(point.point(), decides, h.file(), h.runs() ? "yes" : "no: " + why(h)));
    }
    console.table(table);
    hooks
        .foreign()
        .forEach(name -> console.warn(name + " belongs to no point and is not looked at"));
  }

  private static String why(HookSummary hook) {
    return "it " + hook.why() + "; " + hook.remedy();
  }

  /** Ends with 1 when a hook refuses. */
  private final class RunPoint implements Action {
    @Parameters(paramLabel = "POINT", description = "such as pre-build; see hooks:list")
    String point = "";

    @Option(names = "--dry", description = "runs nothing: shows the programs and their input")
    boolean dry;

    @Override
    public int run(Call call) {
      HookRun run =
          ops.execute(call.actor(), new RunHooks(point, call.namedApp().orElse(null), dry));
      call.show(run, () -> print(call.console(), run));
      return run.refused().isEmpty() ? 0 : 1;
    }
  }

  private static void print(Console console, HookRun run) {
    if (run.hooks().isEmpty()) {
      console.detail("no hook lies at " + run.point());
    }
    if (!run.dry()) {
      run.output().forEach(console::said);
      if (!run.refused().isEmpty()) {
        console.warn(run.refused());
      }
      return;
    }
    run.hooks()
        .forEach(
            hook -> console.detail(hook.file() + (hook.runs() ? "" : "   not run: " + why(hook))));
    console.step("with the environment");
    run.environment().forEach((name, value) -> console.detail(name + "=" + value));
    console.step("and on standard input");
    console.line(run.input());
  }
}
