package paas.ssh.verbs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Streams;
import paas.cli.Terminal;
import paas.cli.Verb;
import paas.cli.Verbs;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.Ops;
import paas.ops.ProcessCommands.Run;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run} */
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
            .passingOn());
  }

  private static final class RunOne implements Action {
    private final Ops ops;

    @Option(
        names = {"-e", "--env"},
        paramLabel = "KEY=VALUE",
        description = "a variable for this command alone; may be repeated")
    List<String> env = List.of();

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
      @Nullable Terminal terminal = call.terminal().orElse(null);
      Run wish = new Run(call.app(), command, variables(), spec(terminal));
      try (OneOff oneOff = ops.execute(call.actor(), wish)) {
        if (terminal != null) {
          terminal.raw();
          terminal.onResize(oneOff::resize);
        }
        return new Attached(oneOff, call).toItsEnd();
      }
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

    private static OneOffSpec.@Nullable Terminal spec(@Nullable Terminal terminal) {
      return terminal == null
          ? null
          : new OneOffSpec.Terminal(terminal.type(), terminal.columns(), terminal.rows());
    }
  }

  /** A one-off process with the caller's ends on its own. */
  private record Attached(OneOff oneOff, Call call) {
    private static final Duration LOOK = Duration.ofMillis(500);

    /** Returns its exit status, or 130 when the caller went away; what is left is then killed. */
    int toItsEnd() throws IOException, InterruptedException {
      Streams streams = call.streams();
      call.cancel().onCancel(() -> Thread.ofVirtual().name("run-cancel").start(oneOff::close));
      Thread.ofVirtual().name("run-stdin").start(this::feed);
      Thread errors =
          Thread.ofVirtual().name("run-stderr").start(() -> drain(oneOff.stderr(), streams.err()));
      drain(oneOff.stdout(), streams.out());
      errors.join();
      while (!call.cancel().cancelled()) {
        Optional<Integer> status = oneOff.waitFor(LOOK);
        if (status.isPresent()) {
          return status.get();
        }
      }
      return Verbs.CANCELLED;
    }

    private void feed() {
      try (OutputStream stdin = oneOff.stdin()) {
        pump(call.stdin(), stdin);
      } catch (IOException _) {
        // The command no longer reads, as commands may.
      }
    }

    private void drain(InputStream from, OutputStream to) {
      try {
        pump(from, to);
      } catch (IOException _) {
        // One of the two ended: the exit status tells what there is to tell.
        call.cancel().cancelled();
      }
    }

    /** Like transferTo, but what came is shown at once. */
    private static void pump(InputStream from, OutputStream to) throws IOException {
      byte[] buffer = new byte[16 << 10];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    }
  }
}
