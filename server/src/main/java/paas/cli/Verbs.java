package paas.cli;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.disk.NoRoom;
import paas.engine.EngineUnavailable;
import paas.model.Actor;
import paas.model.AppName;
import paas.model.Printable;
import paas.model.UserError;

/**
 * Runs command lines: finds the verb, reads its words, does it, and turns its end into a status.
 */
public final class Verbs {
  public static final int CANCELLED = 130;

  private static final Logger LOG = LoggerFactory.getLogger(Verbs.class);

  private final VerbTable table;
  private final Function<Actor, List<AppName>> visible;

  /**
   * Verbs for callers.
   *
   * @param visible the apps that an actor can see, sorted
   */
  public Verbs(VerbTable table, Function<Actor, List<AppName>> visible) {
    this.table = table;
    this.visible = visible;
  }

  public VerbTable table() {
    return table;
  }

  /**
   * Runs one line and returns its exit status; throws nothing. An empty line is {@code help}.
   *
   * @param line what follows {@code ssh paas}
   */
  public int run(Actor who, String line, Streams streams, Cancel cancel) {
    Flags flags = new Flags();
    flags.noColor = line.contains("--no-color");
    Console console = new Console(streams, flags);
    try {
      return orExplain(console, cancel, () -> call(who, line, streams, cancel));
    } catch (CallerGone e) {
      return CANCELLED;
    }
  }

  private int call(Actor who, String line, Streams streams, Cancel cancel) throws Exception {
    List<String> words = ArgSplitter.split(line);
    return words.isEmpty()
        ? runVerb(who, "help", words, streams, cancel)
        : runVerb(who, words.getFirst(), words.subList(1, words.size()), streams, cancel);
  }

  private int runVerb(Actor who, String name, List<String> words, Streams streams, Cancel cancel)
      throws Exception {
    if (table.find(name).isEmpty()) {
      return runVerb(who, "help", List.of(topicMeant(name)), streams, cancel);
    }
    Verb verb = table.find(name).get();
    Parsed parsed = Parsed.of(verb, words, () -> visible.apply(who));
    Console console = new Console(streams, parsed.flags());
    if (parsed.flags().help) {
      console.lines(Help.ofVerb(verb));
      return 0;
    }
    Call call = new Call(who, parsed.app(), parsed.flags(), streams, console, cancel);
    return parsed.action().run(call);
  }

  /** {@code apps:help} and a bare topic ask for the topic's help; anything else is a slip. */
  private String topicMeant(String name) {
    String topic = name.endsWith(":help") ? name.substring(0, name.length() - 5) : name;
    if (table.topics().containsKey(topic)) {
      return topic;
    }
    throw unknown(table, name);
  }

  static UserError unknown(VerbTable table, String name) {
    String meant = table.nearest(name).map(n -> ". Did you mean " + n + "?").orElse("");
    return UserError.usage(
        "unknown command '" + Printable.of(name) + "'" + meant, "ssh paas help lists all commands");
  }

  /** Turns every end into a status, and says what the caller must know. */
  public static int orExplain(Console console, Cancel cancel, Ending work) {
    try {
      return work.run();
    } catch (UserError e) {
      console.fail(e);
      return e.exitCode();
    } catch (EngineUnavailable e) {
      console.fail(
          UserError.failed(
              String.valueOf(e.getMessage()), "apps are served meanwhile; see: ssh paas doctor"));
      return UserError.FAILED;
    } catch (Cancelled | CallerGone e) {
      return CANCELLED;
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      return cancel.cancelled() && e instanceof IOException ? CANCELLED : incident(console, e);
    }
  }

  /** A disk that takes nothing is no bug of ours. */
  private static int incident(Console console, Throwable bug) {
    Optional<String> noRoom = NoRoom.in(bug);
    if (noRoom.isPresent()) {
      LOG.warn("{}: {}", noRoom.get(), bug.toString());
      console.fail(
          UserError.failed(noRoom.get(), "make room there, then again; see: ssh paas doctor"));
      return UserError.FAILED;
    }
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    LOG.error("incident {}", id, bug);
    console.fail(
        UserError.failed(
            "something went wrong inside paas (incident " + id + ")",
            "the server's log has the details under this number"));
    return UserError.FAILED;
  }

  /** Work that ends with an exit status. */
  @FunctionalInterface
  public interface Ending {
    int run() throws Exception;
  }
}
