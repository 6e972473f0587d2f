package paas.ssh.verbs;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Table;
import paas.cli.Verb;
import paas.model.UserError;
import paas.ops.BuildCommands.BuildSummary;
import paas.ops.BuildCommands.CacheSummary;
import paas.ops.BuildCommands.CancelDeploy;
import paas.ops.BuildCommands.ListBuilds;
import paas.ops.BuildCommands.RanCommand;
import paas.ops.BuildCommands.ShowBuild;
import paas.ops.BuildCommands.ShowCache;
import paas.ops.BuildCommands.Waits;
import paas.ops.Ops;
import picocli.CommandLine.Parameters;

/** {@code builds:...} */
final class BuildVerbs {
  private final Ops ops;

  private BuildVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    BuildVerbs verbs = new BuildVerbs(ops);
    return List.of(
        Verb.of(
                "builds:list",
                "lists deploys, newest first",
                "builds shop",
                () -> verbs.new Listing())
            .alias("builds"),
        Verb.of(
            "builds:info", "shows one deploy", "builds:info shop 14", () -> verbs.new ShowOne()),
        Verb.of(
                "builds:output",
                "shows a deploy's whole log, and follows it while it is under way",
                "builds:output shop current",
                () -> verbs.new Output())
            .own(Versions::looksLikeDeploy),
        Verb.of(
                "builds:cache",
                "shows what is kept for an app's next builds (info), or drops it (clear)",
                "builds:cache clear shop",
                () -> verbs.new Cache())
            .own(BuildVerbs::isCacheWord),
        Verb.of(
                "builds:cancel",
                "ends a deploy that waits or is under way; what is live stays live",
                "builds:cancel shop 14",
                () -> verbs.new CancelOne())
            .own(Versions::looksLikeDeploy));
  }

  private final class Listing extends Limited {
    @Override
    public int run(Call call) {
      List<BuildSummary> builds = ops.execute(call.actor(), new ListBuilds(call.app(), limit()));
      return call.show(builds, () -> table(call, builds));
    }
  }

  private static void table(Call call, List<BuildSummary> builds) {
    if (builds.isEmpty()) {
      call.console().detail(call.app() + " was never deployed. Push it: git push paas main");
      return;
    }
    Table table = new Table("NUMBER", "STATE", "WHY", "COMMIT", "RELEASE", "BY", "AT", "TOOK");
    builds.forEach(b ->
        table.row(
            b.number(),
            b.state() + (b.waits() == null ? "" : " #" + b.waits().position()),
            b.cause(),
            Shown.orDash(Shown.commit(b.commit())),
            Shown.orDash(b.release()),
            b.actor(),
            Shown.time(b.at()),
            Shown.lasting(Duration.ofSeconds(b.seconds()))));
    call.console().table(table);
  }

  private final class ShowOne implements Action {
    @Parameters(paramLabel = "N", description = "its number")
    String number = "";

    @Override
    public int run(Call call) {
      @Nullable Integer which = Versions.deploy(number);
      if (which == null) {
        throw UserError.usage("builds:info takes a number", "see: ssh paas builds " + call.app());
      }
      BuildSummary build = ops.execute(call.actor(), new ShowBuild(call.app(), which));
      return call.show(build, () -> text(call.console(), build));
    }
  }

  private static void text(Console console, BuildSummary build) {
    console.result("deploy " + build.number());
    Facts facts = new Facts();
    facts
        .add("state", build.state())
        .add("waits", waits(build.waits()))
        .add("reason", build.reason())
        .add("why", build.cause())
        .add("commit", build.commit())
        .add("release", build.release())
        .add("by", build.actor())
        .add("at", Shown.time(build.at()))
        .add("took", Shown.lasting(Duration.ofSeconds(build.seconds())))
        .add("exit status", Objects.toString(build.exit(), ""));
    build.commands().forEach(command -> facts.add(command.type(), ran(command)));
    facts.print(console);
  }

  /** {@code exited with 0 after 3.1 s: python manage.py migrate}. */
  private static String ran(RanCommand command) {
    Double seconds = command.seconds();
    String took = seconds == null ? "" : String.format(Locale.ROOT, " after %.1f s", seconds);
    String end = command.exit() == null ? "was ended" : "exited with " + command.exit();
    return (seconds == null ? "has not ended" : end + took) + ": " + command.command();
  }

  private static String waits(@Nullable Waits waits) {
    if (waits == null) {
      return "";
    }
    boolean turn = waits.reason().equals("turn");
    return "as number "
        + waits.position()
        + (turn ? " for its turn in the line of its app" : " for a place to build, of all apps");
  }

  private final class CancelOne implements Action {
    @Parameters(
        arity = "0..1",
        paramLabel = "N",
        description = "its number; without it the one under way")
    @Nullable String number;

    @Override
    public int run(Call call) {
      BuildSummary ended =
          ops.execute(call.actor(), new CancelDeploy(call.app(), Versions.deploy(number)));
      boolean cancelled = ended.state().equals("cancelled");
      call.show(
          ended,
          () -> {
            if (cancelled) {
              call.console().result("Cancelled deploy " + ended.number() + " of " + call.app());
            } else {
              call.console()
                  .warn("deploy " + ended.number() + " ended before that: " + ended.state());
            }
          });
      return cancelled ? 0 : 1;
    }
  }

  private final class Cache implements Action {
    @Parameters(
        arity = "0..1",
        paramLabel = "info|clear",
        description = "what to do; info when left out")
    @Nullable String what;

    @Override
    public int run(Call call) {
      if (what != null && !isCacheWord(what)) {
        throw UserError.usage(
            "builds:cache takes info or clear", "such as: builds:cache clear " + call.app());
      }
      boolean clear = "clear".equals(what);
      CacheSummary cache = ops.execute(call.actor(), new ShowCache(call.app(), clear));
      return call.show(cache, () -> text(call, cache));
    }
  }

  private static boolean isCacheWord(String word) {
    return word.equals("info") || word.equals("clear");
  }

  private static void text(Call call, CacheSummary cache) {
    String size = Shown.bytes(cache.bytes());
    if (cache.cleared()) {
      call.console().result("Dropped " + size + " of caches; the next build fetches all anew");
      return;
    }
    call.console().result(call.app() + " keeps " + size + " for its next builds");
    Facts facts = new Facts();
    cache
        .parts()
        .forEach((name, bytes) -> {
          if (bytes > 0) {
            facts.add(name, Shown.bytes(bytes));
          }
        });
    facts.print(call.console());
  }

  private final class Output implements Action {
    @Parameters(arity = "0..1", paramLabel = "N", description = "its number, or current")
    @Nullable String number;

    @Override
    public int run(Call call) throws InterruptedException {
      return new Progress(ops).of(call, call.app(), Versions.deploy(number));
    }
  }
}
