package paas.ssh.verbs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Verb;
import paas.engine.OneOff;
import paas.model.Printable;
import paas.model.ProcessName;
import paas.model.UserError;
import paas.ops.Ops;
import paas.ops.ProcessCommands.Detached;
import paas.ops.ProcessCommands.Enter;
import paas.ops.ProcessCommands.Run;
import paas.ops.ProcessCommands.RunDetached;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run} and {@code enter} */
final class RunVerbs {
  private RunVerbs() {}

  static List<Verb> of(Ops ops) {
    return List.of(
        Verb.of(
                "run",
                "runs a command beside the app and gives back its exit status",
                "run shop node --version",
                () -> new RunOne(ops))
            .own(_ -> true)
            .passingOn(),
        Verb.of(
                "enter",
                "runs a command inside of a running process; a shell when none is named",
                "enter shop web.1 ls",
                () -> new EnterOne(ops))
            .own(_ -> true)
            .passingOn());
  }

  /** With the caller's ends on its own; what is typed again for a terminal is said if need be. */
  private static int toItsEnd(Call call, OneOff begun, List<String> command, String again)
      throws InterruptedException {
    try (OneOff oneOff = begun) {
      TerminalHint.after(call, command, again);
      return new Attached(oneOff, call).toItsEnd();
    }
  }

  private static final class RunOne implements Action {
    private final Ops ops;

    @Option(
        names = {"-e", "--env"},
        paramLabel = "KEY=VALUE",
        description = "a variable for this command alone; may be repeated")
    List<String> env = List.of();

    @Option(
        names = {"-d", "--detach"},
        description = "go on without the caller: prints a name such as run.4711, for logs -p")
    boolean detach;

    @Parameters(
        arity = "0..*",
        paramLabel = "COMMAND",
        description =
            "one word is a shell line or a process type; several are run unchanged"
                + "; at a terminal: ssh -t paas run shop bash")
    List<String> command = List.of();

    RunOne(Ops ops) {
      this.ops = ops;
    }

    @Override
    public int run(Call call) throws Exception {
      if (command.isEmpty()) {
        throw UserError.usage(
            "nothing to run",
            "write ssh paas run " + call.app() + " COMMAND; with a terminal: ssh -t");
      }
      return detach ? detached(call) : attached(call);
    }

    private int attached(Call call) throws InterruptedException {
      Run wish = new Run(call.app(), command, variables(), Attached.size(call));
      String again = "run " + call.app() + " " + command.getFirst();
      return toItsEnd(call, ops.execute(call.actor(), wish), command, again);
    }

    private int detached(Call call) {
      Detached made = ops.execute(call.actor(), new RunDetached(call.app(), command, variables()));
      return call.show(
          made,
          () -> {
            call.console().line(made.name());
            String app = call.app().toString();
            call.console().detail("its lines: ssh paas logs " + app + " -t -p " + made.name());
            call.console().detail("to end it: ssh paas ps:stop " + app + " " + made.name());
          });
    }

    private Map<String, String> variables() {
      Map<String, String> variables = new LinkedHashMap<>();
      for (String pair : env) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw UserError.usage(
              "'" + Printable.of(pair) + "' is not KEY=VALUE", "write -e KEY=VALUE");
        }
        variables.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
      return variables;
    }
  }

  private static final class EnterOne implements Action {
    private final Ops ops;

    @Parameters(
        arity = "0..*",
        paramLabel = "TYPE.N [COMMAND]",
        description =
            "which process, such as web.1, and the command as with run"
                + "; at a terminal: ssh -t paas enter shop web.1")
    List<String> words = List.of();

    EnterOne(Ops ops) {
      this.ops = ops;
    }

    @Override
    public int run(Call call) throws Exception {
      if (words.isEmpty()) {
        throw UserError.usage(
            "enter what?", "name a process: ssh paas enter " + call.app() + " web.1");
      }
      ProcessName process = ProcessName.parse(words.getFirst());
      List<String> command = words.subList(1, words.size());
      Enter wish = new Enter(call.app(), process, command, Attached.size(call));
      String again = "enter " + call.app() + " " + process;
      return toItsEnd(call, ops.execute(call.actor(), wish), command, again);
    }
  }
}
