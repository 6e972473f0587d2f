package paas.ssh.verbs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.Ops;
import paas.ops.PackCommands.AddPack;
import paas.ops.PackCommands.AppPacks;
import paas.ops.PackCommands.ClearPacks;
import paas.ops.PackCommands.ListPacks;
import paas.ops.PackCommands.RemovePack;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code buildpacks:add}, {@code report}, {@code remove}, {@code clear}: those of others. */
final class PackVerbs {
  private final Ops ops;

  private PackVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    PackVerbs verbs = new PackVerbs(ops);
    return List.of(
        Verb.of(
            "buildpacks:add",
            "adds a Heroku buildpack that builds the app from its next push on",
            "buildpacks:add shop https://example.com/heroku-buildpack-x#v1 --index 1",
            () -> verbs.new Add()),
        Verb.of(
            "buildpacks:report",
            "shows the Heroku buildpacks that are set for an app",
            "buildpacks:report shop",
            () -> verbs::report),
        Verb.of(
            "buildpacks:remove",
            "removes a Heroku buildpack of the app",
            "buildpacks:remove shop --index 1",
            () -> verbs.new Remove()),
        Verb.of(
            "buildpacks:clear",
            "removes all Heroku buildpacks of the app",
            "buildpacks:clear shop",
            () -> verbs::clear));
  }

  private final class Add implements Action {
    @Parameters(
        paramLabel = "BUILDPACK",
        description = "https://HOST/PATH#TAG, OWNER/NAME or folder:NAME")
    String source = "";

    @Option(
        names = "--index",
        paramLabel = "N",
        description = "its place from 1; without it after all others")
    @Nullable Integer index;

    @Override
    public int run(Call call) {
      return show(call, ops.execute(call.actor(), new AddPack(call.app(), source, index)));
    }
  }

  private final class Remove implements Action {
    @Parameters(arity = "0..1", paramLabel = "BUILDPACK", description = "as it was added")
    @Nullable String source;

    @Option(names = "--index", paramLabel = "N", description = "its place from 1")
    @Nullable Integer index;

    @Override
    public int run(Call call) {
      return show(call, ops.execute(call.actor(), new RemovePack(call.app(), source, index)));
    }
  }

  private int report(Call call) {
    return show(call, ops.execute(call.actor(), new ListPacks(call.app())));
  }

  private int clear(Call call) {
    return show(call, ops.execute(call.actor(), new ClearPacks(call.app())));
  }

  static int show(Call call, AppPacks packs) {
    return call.show(packs, () -> print(call.console(), packs));
  }

  private static void print(Console console, AppPacks packs) {
    if (packs.buildpacks().isEmpty()) {
      console.result(packs.app() + " has no buildpacks of others");
      return;
    }
    console.result(packs.app() + " is built by these from its next push on");
    Table table = new Table("N", "NAME", "BUILDPACK");
    packs.buildpacks().forEach(p -> table.row(p.index(), p.name(), p.source()));
    console.table(table);
  }
}
