package paas.ssh.verbs;

import java.util.List;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Table;
import paas.cli.Verb;
import paas.model.AppName;
import paas.ops.Command;
import paas.ops.Ops;
import paas.ops.RouteCommands.AddRoute;
import paas.ops.RouteCommands.PathTo;
import paas.ops.RouteCommands.RemoveRoute;
import paas.ops.RouteCommands.RoutesReport;
import paas.ops.RouteCommands.ShowRoutes;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code routes:...} */
final class RouteVerbs {
  private final Ops ops;

  private RouteVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    RouteVerbs verbs = new RouteVerbs(ops);
    return List.of(
        Verb.of(
                "routes:report",
                "shows which paths of an app are another app's",
                "routes:report shop",
                () -> call -> verbs.show(call, new ShowRoutes(call.app())))
            .alias("routes"),
        Verb.of(
            "routes:add",
            "sends the requests below a path to another app",
            "routes:add shop /api shop-api --strip",
            () -> verbs.new Add()),
        Verb.of(
            "routes:remove",
            "makes a path the app's own again",
            "routes:remove shop /api",
            () -> verbs.new Remove()));
  }

  private int show(Call call, Command<RoutesReport> wish) {
    RoutesReport report = ops.execute(call.actor(), wish);
    return call.show(
        report,
        () -> {
          if (report.routes().isEmpty()) {
            call.console().result("all paths of " + report.app() + " are its own");
            return;
          }
          call.console().result("paths of " + report.app() + " that are another app's");
          Table table = new Table("PATH", "APP", "ARRIVES AS");
          for (PathTo to : report.routes()) {
            table.row(to.prefix(), to.app(), to.strip() ? "/" : to.prefix());
          }
          call.console().table(table);
        });
  }

  private final class Add implements Action {
    @Parameters(index = "0", paramLabel = "PATH", description = "such as /api: whole segments")
    String prefix = "";

    @Parameters(index = "1", paramLabel = "OTHER", description = "the app that gets it")
    String to = "";

    @Option(names = "--strip", description = "the other app gets the path without it")
    boolean strip;

    @Override
    public int run(Call call) {
      return show(call, new AddRoute(call.app(), prefix, new AppName(to), strip));
    }
  }

  private final class Remove implements Action {
    @Parameters(paramLabel = "PATH", description = "as it was added")
    String prefix = "";

    @Override
    public int run(Call call) {
      return show(call, new RemoveRoute(call.app(), prefix));
    }
  }
}
