package paas.ssh.verbs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Table;
import paas.cli.Verb;
import paas.model.Printable;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.model.UserError;
import paas.ops.Ops;
import paas.ops.ProcessCommands.ListProcesses;
import paas.ops.ProcessCommands.ProcessStatus;
import paas.ops.ProcessCommands.Processes;
import paas.ops.ProcessCommands.Rebuild;
import paas.ops.ProcessCommands.Restart;
import paas.ops.ProcessCommands.Scale;
import paas.ops.ProcessCommands.Scaled;
import paas.ops.ProcessCommands.Start;
import paas.ops.ProcessCommands.Stop;
import paas.ops.ProcessCommands.StopOneOffs;
import picocli.CommandLine.Parameters;

/** {@code ps:...} */
final class ProcessVerbs {
  private static final Pattern COUNT = Pattern.compile("([a-z0-9-]+?)([=+-])([0-9]{1,4})");

  private final Ops ops;

  private ProcessVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    ProcessVerbs verbs = new ProcessVerbs(ops);
    return List.of(
        Verb.of(
                "ps:list",
                "shows each process, and the types that run none",
                "ps shop",
                () -> verbs::list)
            .alias("ps", "ps:report"),
        Verb.of(
                "ps:scale",
                "sets how many of a type run; without words, shows it",
                "ps:scale shop web=2 worker+1",
                () -> verbs.new ScaleTo())
            .alias("scale")
            .own(word -> word.matches(".*[=+].*|.*-[0-9]+")),
        Verb.of(
                "ps:restart",
                "renews processes without losing a request",
                "ps:restart shop web",
                () -> verbs.new RestartSome())
            .alias("restart"),
        Verb.of(
                "ps:stop",
                "stops all processes until ps:start, or one-off processes by name",
                "ps:stop shop",
                () -> verbs.new StopSome())
            .own(word -> word.contains(".")),
        Verb.of("ps:start", "starts what ps:stop stopped", "ps:start shop", () -> verbs::start),
        Verb.of(
            "ps:rebuild",
            "builds the live commit again and deploys it",
            "ps:rebuild shop",
            () -> verbs::rebuild));
  }

  private Processes processes(Call call) {
    return ops.execute(call.actor(), new ListProcesses(call.app()));
  }

  private int list(Call call) {
    Processes processes = processes(call);
    return call.show(processes, () -> text(call.console(), processes));
  }

  private static void text(Console console, Processes processes) {
    if (!processes.running().isEmpty()) {
      Instant now = Instant.now();
      Table table =
          new Table("PROCESS", "STATE", "RELEASE", "SINCE", "CPU", "MEMORY", "RESTARTS", "COMMAND");
      processes.running().forEach(process -> row(table, process, now));
      console.table(table);
    } else {
      console.detail("Nothing of " + processes.app() + " runs.");
    }
    processes
        .idle()
        .forEach((type, command) ->
            console.detail(
                type
                    + " runs none: "
                    + command
                    + "   start one: ssh paas ps:scale "
                    + processes.app()
                    + " "
                    + type
                    + "=1"));
  }

  private static void row(Table table, ProcessStatus process, Instant now) {
    table.row(
        process.name(),
        state(process),
        process.release(),
        Shown.lasting(process.since(), now),
        String.format(Locale.ROOT, "%.1f%%", process.cpuPercent()),
        Shown.bytes(process.memoryBytes()),
        process.restarts(),
        process.command());
  }

  private static String state(ProcessStatus process) {
    Instant until = process.until();
    return process.state() + (until == null ? "" : " until " + Shown.time(until));
  }

  private final class ScaleTo implements Action {
    @Parameters(arity = "0..*", paramLabel = "TYPE=N", description = "TYPE=N, TYPE+N or TYPE-N")
    List<String> wishes = new ArrayList<>();

    @Override
    public int run(Call call) throws InterruptedException {
      Map<String, Integer> now = processes(call).formation();
      if (wishes.isEmpty()) {
        return call.show(now, () -> call.console().line(Shown.counts(now)));
      }
      Map<ProcessType, Integer> counts = new LinkedHashMap<>();
      wishes.forEach(wish -> add(wish, now, counts));
      Scaled scaled = ops.execute(call.actor(), new Scale(call.app(), counts));
      call.show(scaled, () -> tell(call, Shown.counts(scaled.formation()), scaled.roll() != null));
      return scaled.roll() == null ? 0 : new Progress(ops).of(call, scaled.roll());
    }

    private static void tell(Call call, String counts, boolean rolls) {
      if (rolls) {
        call.console().step("Scaling " + call.app() + " to " + counts);
      } else {
        call.console().result(call.app() + " is set to " + counts);
      }
    }

    private static void add(
        String wish, Map<String, Integer> now, Map<ProcessType, Integer> counts) {
      Matcher parts = COUNT.matcher(wish);
      if (!parts.matches()) {
        throw UserError.usage(
            "'" + Printable.of(wish) + "' is not a scale",
            "write TYPE=N, TYPE+N or TYPE-N, such as web=2");
      }
      int number = Integer.parseInt(parts.group(3));
      int before = now.getOrDefault(parts.group(1), 0);
      int count =
          switch (parts.group(2)) {
            case "+" -> before + number;
            case "-" -> before - number;
            default -> number;
          };
      if (count < 0) {
        throw UserError.usage(
            "there are only " + before + " of " + parts.group(1), "write " + parts.group(1) + "=0");
      }
      counts.put(new ProcessType(parts.group(1)), count);
    }
  }

  private final class RestartSome implements Action {
    @Parameters(
        arity = "0..*",
        paramLabel = "TYPE|TYPE.N",
        description = "which; all when left out")
    List<String> what = new ArrayList<>();

    @Override
    public int run(Call call) throws InterruptedException {
      return new Progress(ops)
          .of(call, ops.execute(call.actor(), new Restart(call.app(), new TreeSet<>(what))));
    }
  }

  private final class StopSome implements Action {
    @Parameters(
        arity = "0..*",
        paramLabel = "run.N",
        description = "one-off processes; when left out, all processes but those")
    List<String> names = new ArrayList<>();

    @Override
    public int run(Call call) {
      return names.isEmpty() ? all(call) : oneOffs(call);
    }

    private int all(Call call) {
      Processes stopped = ops.execute(call.actor(), new Stop(call.app()));
      return call.show(
          stopped,
          () -> {
            call.console().result("Stopped " + call.app());
            call.console().detail("to start it: ssh paas ps:start " + call.app());
          });
    }

    private int oneOffs(Call call) {
      List<ProcessName> processes = names.stream().map(ProcessName::parse).toList();
      Processes left = ops.execute(call.actor(), new StopOneOffs(call.app(), processes));
      return call.show(left, () -> call.console().result("Stopped " + String.join(" ", names)));
    }
  }

  private int start(Call call) throws InterruptedException {
    return new Progress(ops).of(call, ops.execute(call.actor(), new Start(call.app())));
  }

  private int rebuild(Call call) throws InterruptedException {
    return new Progress(ops).of(call, ops.execute(call.actor(), new Rebuild(call.app())));
  }
}
