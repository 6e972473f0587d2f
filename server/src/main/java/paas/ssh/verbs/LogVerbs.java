package paas.ssh.verbs;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Colour;
import paas.cli.Json;
import paas.cli.Verb;
import paas.cli.Verbs;
import paas.logs.Follower;
import paas.logs.LineFormat;
import paas.logs.LogFilter;
import paas.logs.LogLine;
import paas.model.UserError;
import paas.ops.HouseCommands.FollowLogs;
import paas.ops.HouseCommands.LastLogs;
import paas.ops.Ops;
import picocli.CommandLine.Option;

/** {@code logs} */
final class LogVerbs {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int MOST = 100_000;
  private static final List<Colour> COLOURS =
      List.of(Colour.CYAN, Colour.YELLOW, Colour.GREEN, Colour.MAGENTA, Colour.BLUE, Colour.RED);

  private LogVerbs() {}

  static List<Verb> of(Ops ops) {
    return List.of(
        Verb.of(
            "logs",
            "shows what an app and its platform said",
            "logs shop -t -p web",
            () -> new Logs(ops)));
  }

  private static final class Logs implements Action {
    private final Ops ops;

    @Option(
        names = {"-t", "--tail"},
        description = "go on as lines come, until Ctrl-C")
    boolean tail;

    @Option(
        names = {"-n", "--num"},
        paramLabel = "N",
        description = "how many of the last lines; 100 when left out")
    int lines = 100;

    @Option(
        names = {"-p", "--ps"},
        paramLabel = "TYPE|TYPE.N",
        description = "of one type or process alone, or of the router")
    @Nullable String process;

    @Option(names = "--release", paramLabel = "vN", description = "of one release alone")
    @Nullable String release;

    Logs(Ops ops) {
      this.ops = ops;
    }

    @Override
    public int run(Call call) throws InterruptedException {
      if (lines < 0 || lines > MOST) {
        throw UserError.usage("-n " + lines + " is out of range", "-n takes 0 to " + MOST);
      }
      LogFilter filter = new LogFilter(process, Versions.release(release));
      return tail ? follow(call, filter) : last(call, filter);
    }

    private int last(Call call, LogFilter filter) {
      List<LogLine> last = ops.execute(call.actor(), new LastLogs(call.app(), filter, lines));
      new Shown(call).print(last);
      return 0;
    }

    private int follow(Call call, LogFilter filter) throws InterruptedException {
      try (Follower follower =
          ops.execute(call.actor(), new FollowLogs(call.app(), filter, lines))) {
        Shown shown = new Shown(call);
        while (!call.cancel().cancelled()) {
          shown.print(follower.next(LOOK));
        }
        return Verbs.CANCELLED;
      }
    }
  }

  /** Prints lines, many in one write: what is said fast must not cost a packet for each line. */
  private static final class Shown {
    private static final int PACKET = 128 << 10;

    private final Call call;
    private final LineFormat format = new LineFormat();
    private final StringBuilder block = new StringBuilder();

    Shown(Call call) {
      this.call = call;
    }

    void print(List<LogLine> lines) {
      for (LogLine line : lines) {
        add(line);
        block.append(call.console().lineEnd());
        if (block.length() >= PACKET) {
          flush();
        }
      }
      flush();
    }

    private void flush() {
      call.console().block(block);
      block.setLength(0);
    }

    private void add(LogLine line) {
      if (call.flags().json()) {
        block.append(Json.line(line));
        return;
      }
      int start = block.length();
      format.shown(line, block);
      String head = block.substring(start);
      Colour colour = COLOURS.get(Math.floorMod(line.process().hashCode(), COLOURS.size()));
      String painted = call.console().paint(colour, head);
      if (!painted.equals(head)) {
        block.replace(start, block.length(), painted);
      }
      block.append(line.text());
    }
  }
}
