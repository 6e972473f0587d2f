package paas.ssh.verbs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.PlanDetails;
import paas.buildpacks.plan.PlanText;
import paas.buildpacks.source.Nearest;
import paas.cli.Action;
import paas.cli.AppUse;
import paas.cli.Call;
import paas.cli.Table;
import paas.cli.Verb;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.ConfigCommands.ChangeConfig;
import paas.ops.ConfigCommands.ConfigChanged;
import paas.ops.Ops;
import paas.ops.PackCommands.ListPacks;
import paas.ops.PlanCommands.BuilderReport;
import paas.ops.PlanCommands.BuilderSummary;
import paas.ops.PlanCommands.ListBuilders;
import paas.ops.PlanCommands.ShowBuilder;
import paas.ops.PlanCommands.ShowPlan;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code buildpacks:...} and {@code builder:...}: how apps are built. */
final class BuildpackVerbs {
  private static final String AUTO = "auto";

  /** What an app is built as that has buildpacks of others. */
  private static final String PACKS = "buildpacks";

  private final Ops ops;

  private BuildpackVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    BuildpackVerbs verbs = new BuildpackVerbs(ops);
    return List.of(
        Verb.of(
                "buildpacks:plan",
                "shows what would be built and started of a branch, commit or release",
                "buildpacks:plan shop main",
                () -> verbs.new Plan())
            .alias("buildpacks:detect"),
        Verb.of(
            "buildpacks:eject",
            "prints the Dockerfile of the plan, to keep and change",
            "buildpacks:eject shop > Dockerfile",
            () -> verbs.new Eject()),
        Verb.of(
                "buildpacks:list",
                "lists what an app can be built as, and what this one is",
                "buildpacks:list shop",
                () -> verbs::list)
            .alias("buildpacks")
            .app(AppUse.OPTIONAL),
        Verb.of(
                "buildpacks:set",
                "sets what an app is built as from its next push on; auto: find out",
                "buildpacks:set shop node",
                () -> verbs.new Put())
            .alias("builder:set"),
        Verb.of(
                "builder:report",
                "shows what an app is built as",
                "builder:report shop",
                () -> verbs.new Report())
            .alias("builder"));
  }

  private abstract class OfRef implements Action {
    @Parameters(
        arity = "0..1",
        paramLabel = "REF",
        description = "a branch, commit or release; without it the deploy branch")
    @Nullable String ref;

    PlanDetails plan(Call call) {
      return ops.execute(call.actor(), new ShowPlan(call.app(), ref));
    }
  }

  private final class Plan extends OfRef {
    @Override
    public int run(Call call) {
      PlanDetails plan = plan(call);
      return call.show(plan, () -> call.console().lines(PlanText.whole(plan)));
    }
  }

  private final class Eject extends OfRef {
    @Override
    public int run(Call call) {
      String dockerfile = plan(call).dockerfile();
      return call.show(
          Map.of("dockerfile", dockerfile),
          () -> call.console().lines(dockerfile.lines().toList()));
    }
  }

  private int list(Call call) {
    List<BuilderSummary> all = ops.execute(call.actor(), new ListBuilders());
    @Nullable String asked =
        call.namedApp()
            .map(app -> ops.execute(call.actor(), new ShowBuilder(app)).builder())
            .orElse(null);
    if (PACKS.equals(asked)) {
      return PackVerbs.show(call, ops.execute(call.actor(), new ListPacks(call.app())));
    }
    return call.show(
        all,
        () -> {
          Table table = new Table("NAME", "SET", "LANGUAGE", "LOOKS FOR");
          all.forEach(b ->
              table.row(
                  b.name(),
                  b.name().equals(asked) ? "set" : "",
                  Shown.orDash(b.language()),
                  b.name().equals(AUTO)
                      ? "the first of these that fits"
                      : String.join(", ", b.looksFor())));
          call.console().table(table);
        });
  }

  private final class Put implements Action {
    @Parameters(paramLabel = "NAME", description = "one that buildpacks:list shows, or auto")
    String name = "";

    @Override
    public int run(Call call) {
      List<String> known =
          ops.execute(call.actor(), new ListBuilders()).stream().map(BuilderSummary::name).toList();
      if (!known.contains(name)) {
        throw UserError.usage(
            "there is no builder '" + Printable.of(name) + "'",
            Nearest.to(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("there are: " + String.join(" ", known)));
      }
      boolean auto = name.equals(AUTO);
      ConfigChanged changed =
          ops.execute(
              call.actor(),
              new ChangeConfig(
                  call.app(),
                  auto ? Map.of() : Map.of("PAAS_BUILDER", name),
                  auto ? Set.of("PAAS_BUILDER") : Set.of(),
                  false));
      if (!ops.execute(call.actor(), new ListPacks(call.app())).buildpacks().isEmpty()) {
        String app = call.app().value();
        call.console()
            .warn(
                app
                    + " has buildpacks, which count before this; drop them: ssh paas buildpacks:clear "
                    + app);
      }
      return call.show(
          changed,
          () ->
              call.console()
                  .result(call.app() + " is built as " + name + " from its next push on"));
    }
  }

  private final class Report implements Action {
    @Option(names = "--builder", description = "print this value alone")
    boolean builder;

    @Override
    public int run(Call call) {
      BuilderReport report = ops.execute(call.actor(), new ShowBuilder(call.app()));
      return call.show(
          report,
          () -> {
            if (builder) {
              call.console().line(report.builder());
            } else {
              call.console().result(call.app() + " builder");
              new Facts()
                  .add("builder", report.builder())
                  .add("live as", report.live())
                  .print(call.console());
            }
          });
    }
  }
}
