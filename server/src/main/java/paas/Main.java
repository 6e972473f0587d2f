package paas;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;
import paas.model.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The program: {@code paas.Main [OPTION...]} serves, {@code paas.Main down [--purge]} ends it,
 * {@code paas.Main restore} takes its store back from a copy.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final int CLOSE_SECONDS = 9;

  private Main() {}

  /** Ends with 0 after SIGTERM, 1 when it could not serve, 2 for wrong usage. */
  public static void main(String[] args) {
    int status = run(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  private static int run(String[] args) {
    try {
      if (args.length > 0 && args[0].equals("down")) {
        return Down.run(Arrays.copyOfRange(args, 1, args.length));
      }
      if (args.length > 0 && args[0].equals("restore")) {
        return Restore.run(Arrays.copyOfRange(args, 1, args.length));
      }
      serve(parsed(new Settings(), args));
      return 0;
    } catch (UserError e) {
      say(" !     " + e.what());
      if (!e.remedy().isEmpty()) {
        say("       " + e.remedy());
      }
      return e.exitCode();
    } catch (EngineUnavailable e) {
      say(" !     " + e.getMessage());
      return UserError.FAILED;
    } catch (IOException | RuntimeException e) {
      log.error("the server cannot run", e);
      say(" !     the server cannot run: " + e);
      return UserError.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UserError.FAILED;
    }
  }

  static <T> T parsed(T options, String[] args) {
    try {
      new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
      return options;
    } catch (CommandLine.ParameterException e) {
      throw UserError.usage(wrong(e), "all options: scripts/run.sh --help");
    }
  }

  private static String wrong(CommandLine.ParameterException e) {
    return switch (e) {
      case CommandLine.UnmatchedArgumentException unmatched -> {
        String first = unmatched.getUnmatched().getFirst();
        yield first.startsWith("-")
            ? "unknown option '" + first + "'"
            : "'" + first + "' is one word too many";
      }
      case CommandLine.MissingParameterException missing
          when missing.getMissing().getFirst() instanceof OptionSpec option ->
          option.longestName() + " needs a value: " + option.paramLabel();
      default ->
          e.getArgSpec() instanceof OptionSpec option && e.getValue() != null
              ? option.longestName() + " cannot be '" + e.getValue() + "'"
              : String.valueOf(e.getMessage());
    };
  }

  private static void serve(Settings settings) throws IOException, InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, bug) -> log.error("thread {} has ended", thread.getName(), bug));
    Paas paas = Paas.start(settings);
    CountDownLatch closed = new CountDownLatch(1);
    if (!tried("server.pid", () -> PidFile.write(paas.data().pidFile()))) {
      say("       kill the server by the pid in the ready line");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(paas, closed), "end"));
    greet(paas, settings);
    ready(paas, System.out);
    closed.await();
  }

  /** What is only written for convenience does not keep a server from serving on a full disk. */
  static boolean tried(String file, Attempt write) {
    try {
      write.run();
      return true;
    } catch (IOException e) {
      say(" !     " + file + " cannot be written: " + e.getMessage());
      return false;
    }
  }

  /** Writes a file. */
  interface Attempt {
    void run() throws IOException;
  }

  private static void greet(Paas paas, Settings settings) throws IOException {
    paas.notes().forEach(note -> say("       " + note));
    say("-----> " + paas.engineNote());
    int running = paas.processes();
    if (running > 0) {
      say(
          "-----> Serving what already ran: "
              + running
              + (running == 1 ? " process" : " processes"));
    }
    ClientConfig client = paas.client();
    if (settings.writeSshConfig) {
      say(
          "-----> "
              + (client.include() ? "Added to" : "Already in")
              + " ~/.ssh/config: "
              + client.includeLine());
    } else {
      say("-----> Once, at the top of ~/.ssh/config (or start with --write-ssh-config):");
      say("       " + client.includeLine());
    }
    say("-----> Then, in an app's folder:");
    say("       git remote add paas paas:shop");
    say("       git push paas main");
    say("       ssh paas help");
  }

  /** The line that scripts read. */
  private static void ready(Paas paas, PrintStream out) {
    InetSocketAddress tls = paas.httpsAddress();
    out.println(
        "paas ready ssh="
            + at(paas.sshAddress(), paas.listen())
            + " http="
            + at(paas.httpAddress(), paas.listen())
            + (tls == null ? "" : " https=" + at(tls, paas.listen()))
            + " engine="
            + paas.engineName()
            + " data="
            + paas.data().root()
            + " pid="
            + ProcessHandle.current().pid());
    out.flush();
  }

  /** All addresses are told as they were asked for: Java knows 0.0.0.0 as IPv6 only. */
  private static String at(InetSocketAddress address, String listen) {
    boolean all = address.getAddress().isAnyLocalAddress();
    String host = all ? listen : address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Runs when the process is told to end; a part that hangs does not hold it up for ever. */
  private static void end(Paas paas, CountDownLatch closed) {
    int running = paas.processes();
    Thread closing = Thread.ofPlatform().daemon().name("close").start(paas::close);
    try {
      closing.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    PidFile.remove(paas.data().pidFile());
    say(
        "-----> Stopped."
            + switch (running) {
              case 0 -> "";
              case 1 -> " 1 process keeps running; to end it too: scripts/run.sh down";
              default ->
                  " " + running + " processes keep running; to end them too: scripts/run.sh down";
            });
    closed.countDown();
  }

  static void say(String line) {
    System.err.println(line);
  }
}
