package paas.ssh.verbs;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.AppUse;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Table;
import paas.cli.Verb;
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
import paas.ops.Ops;
import picocli.CommandLine.Parameters;

/** {@code apps:...} */
final class AppVerbs {
  private final Ops ops;

  private AppVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    AppVerbs verbs = new AppVerbs(ops);
    return List.of(
        Verb.of("apps:list", "lists your apps", "apps", () -> verbs::list)
            .alias("apps", "list")
            .app(AppUse.NONE),
        Verb.of(
                "apps:create",
                "makes an app; without a name, invents one",
                "apps:create shop",
                () -> verbs.new Create())
            .alias("create")
            .app(AppUse.NONE),
        Verb.of("apps:info", "shows an app", "apps:info shop", () -> verbs::info)
            .alias("info", "apps:report"),
        Verb.of(
            "apps:rename",
            "gives an app another name, and so another URL",
            "apps:rename shop store",
            () -> verbs.new Rename()),
        Verb.of(
                "apps:destroy",
                "removes an app with all that is its own",
                "apps:destroy shop --confirm shop",
                () -> verbs::destroy)
            .alias("destroy", "apps:delete"),
        Verb.of(
            "apps:exists",
            "says by its exit status whether there is such an app",
            "apps:exists shop",
            () -> verbs::exists),
        Verb.of(
                "apps:lock",
                "refuses deploys until it is unlocked",
                "apps:lock shop sale until Monday",
                () -> verbs.new Lock())
            .alias("lock"),
        Verb.of("apps:unlock", "allows deploys again", "apps:unlock shop", () -> verbs::unlock)
            .alias("unlock"));
  }

  private int list(Call call) {
    List<AppSummary> apps = ops.execute(call.actor(), new ListApps());
    return call.show(apps, () -> table(call.console(), apps));
  }

  private static void table(Console console, List<AppSummary> apps) {
    if (apps.isEmpty()) {
      console.detail("No apps yet. Make one: ssh paas apps:create, or just push.");
      return;
    }
    Table table = new Table("NAME", "STATE", "RELEASE", "PROCESSES", "URL");
    apps.forEach(app ->
        table.row(
            app.name(),
            app.state(),
            Shown.orDash(app.release()),
            Shown.orDash(app.formation()),
            app.url()));
    console.table(table);
  }

  private final class Create implements Action {
    @Parameters(
        arity = "0..1",
        paramLabel = "NAME",
        description = "its name; it becomes part of its URL")
    @Nullable String name;

    @Override
    public int run(Call call) {
      CreatedApp made =
          ops.execute(call.actor(), new CreateApp(name == null ? null : new AppName(name)));
      return call.show(made, () -> text(call.console(), made));
    }

    private static void text(Console console, CreatedApp made) {
      console.result("Created " + made.name());
      console.detail("It will answer at " + made.url());
      console.line("git remote add paas " + made.remote());
    }
  }

  private int info(Call call) {
    AppDetails app = ops.execute(call.actor(), new ShowApp(call.app()));
    return call.show(app, () -> details(call.console(), app));
  }

  private static void details(Console console, AppDetails app) {
    console.result(app.name());
    Facts facts =
        new Facts()
            .add("state", app.state())
            .add("release", app.release())
            .add("language", app.language())
            .add("commit", app.commit())
            .add("processes", Shown.counts(app.formation()));
    for (Map.Entry<String, String> command : app.commands().entrySet()) {
      facts.add(command.getKey() + " runs", command.getValue());
    }
    facts
        .add("answers at", String.join(" ", app.urls()))
        .add("deploy branch", app.deployBranch())
        .add("locked", app.lock())
        .add("git remote", app.remote())
        .add("created", Shown.time(app.createdAt()))
        .print(console);
  }

  private final class Rename implements Action {
    @Parameters(paramLabel = "NEW", description = "the new name")
    String to = "";

    @Override
    public int run(Call call) {
      AppDetails app = ops.execute(call.actor(), new RenameApp(call.app(), new AppName(to)));
      return call.show(app, () -> text(call, app));
    }

    private static void text(Call call, AppDetails app) {
      call.console().result("Renamed " + call.app() + " to " + app.name());
      app.urls().forEach(url -> call.console().detail("It answers at " + url));
      call.console().line("git remote set-url paas " + app.remote());
    }
  }

  private int destroy(Call call) {
    AppDetails app = ops.execute(call.actor(), new ShowApp(call.app()));
    call.confirm(app.name(), loss(app));
    Destroyed gone = ops.execute(call.actor(), new DestroyApp(call.app()));
    return call.show(
        gone,
        () ->
            call.console()
                .result(
                    "Destroyed "
                        + gone.name()
                        + ": "
                        + gone.releases()
                        + " releases, "
                        + gone.processes()
                        + " processes, its config, logs and repository"));
  }

  private static String loss(AppDetails app) {
    String serves =
        app.release().isEmpty()
            ? ""
            : " (" + app.release() + " at " + String.join(" ", app.urls()) + ")";
    return "this destroys "
        + app.name()
        + serves
        + " with its releases, config, logs and repository";
  }

  /** An app that is not there has already ended the call with its own status. */
  private int exists(Call call) {
    return call.show(Map.of("name", call.app()), () -> {});
  }

  private final class Lock implements Action {
    @Parameters(arity = "0..*", paramLabel = "WHY", description = "what others are told")
    List<String> why = List.of();

    @Override
    public int run(Call call) {
      String reason = why.isEmpty() ? "by " + call.actor().name() : String.join(" ", why);
      AppDetails app = ops.execute(call.actor(), new LockApp(call.app(), reason));
      return call.show(
          app, () -> call.console().result("Locked " + app.name() + ": " + app.lock()));
    }
  }

  private int unlock(Call call) {
    AppDetails app = ops.execute(call.actor(), new UnlockApp(call.app()));
    return call.show(app, () -> call.console().result("Unlocked " + app.name()));
  }
}
