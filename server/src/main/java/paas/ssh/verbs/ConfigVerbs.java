package paas.ssh.verbs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Verb;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.ConfigCommands.ChangeConfig;
import paas.ops.ConfigCommands.ConfigChanged;
import paas.ops.ConfigCommands.ShowConfig;
import paas.ops.Ops;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config:...} */
final class ConfigVerbs {
  private static final int LARGEST_FILE = 512 << 10;

  private final Ops ops;

  private ConfigVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    ConfigVerbs verbs = new ConfigVerbs(ops);
    return List.of(
        Verb.of("config:show", "shows an app's config", "config shop", () -> verbs::show)
            .alias("config", "config:list"),
        Verb.of(
            "config:get", "prints one value", "config:get shop GREETING", () -> verbs.new Get()),
        Verb.of(
                "config:set",
                "sets values, and restarts without losing a request",
                "config:set shop GREETING=hi",
                () -> verbs.new Put())
            .own(word -> word.contains("=")),
        Verb.of(
            "config:unset",
            "removes values",
            "config:unset shop GREETING",
            () -> verbs.new Unset()),
        Verb.of("config:keys", "lists the keys alone", "config:keys shop", () -> verbs::keys),
        Verb.of(
            "config:export",
            "prints the config for another program",
            "config:export shop --format shell",
            () -> verbs.new Export()),
        Verb.of(
            "config:import",
            "sets the values of a .env file on standard input",
            "config:import shop < .env",
            () -> verbs.new Import()));
  }

  private SortedMap<String, String> config(Call call) {
    return ops.execute(call.actor(), new ShowConfig(call.app()));
  }

  private int show(Call call) {
    SortedMap<String, String> config = config(call);
    return call.show(
        config,
        () -> {
          call.console().result(call.app() + " config");
          Facts facts = new Facts();
          config.forEach((key, value) -> facts.add(key, Dotenv.oneLine(value)));
          facts.print(call.console());
        });
  }

  private int keys(Call call) {
    Set<String> keys = config(call).keySet();
    return call.show(keys, () -> call.console().lines(List.copyOf(keys)));
  }

  private final class Get implements Action {
    @Parameters(paramLabel = "KEY", description = "which")
    String key = "";

    @Override
    public int run(Call call) {
      String value = config(call).get(key);
      if (value == null) {
        throw UserError.failed(
            Printable.of(key) + " is not set", "all keys: ssh paas config:keys " + call.app());
      }
      return call.show(Map.of(key, value), () -> call.console().line(value));
    }
  }

  /** What a change of the config has in common. */
  private abstract class Change implements Action {
    @Option(
        names = "--no-restart",
        description = "leave the processes alone; the next deploy brings it to them")
    boolean noRestart;

    int change(Call call, Map<String, String> set, Set<String> unset) throws InterruptedException {
      ConfigChanged changed =
          ops.execute(call.actor(), new ChangeConfig(call.app(), set, unset, !noRestart));
      if (call.flags().json()) {
        call.console().json(changed);
      } else if (changed.changed().isEmpty()) {
        call.console().result("Nothing to change in the config of " + call.app());
      } else {
        tell(call.console(), changed);
      }
      return changed.roll() == null ? 0 : new Progress(ops).of(call, changed.roll());
    }
  }

  /** With a deploy to follow it is a step on the way; without one it is all. */
  private static void tell(Console console, ConfigChanged changed) {
    String keys = "Config changed: " + String.join(" ", changed.changed());
    if (changed.roll() == null) {
      console.result(keys);
    } else {
      console.step(keys);
    }
  }

  private final class Put extends Change {
    @Parameters(arity = "0..*", paramLabel = "KEY=VALUE", description = "what to set")
    List<String> pairs = new ArrayList<>();

    @Override
    public int run(Call call) throws InterruptedException {
      Map<String, String> set = new LinkedHashMap<>();
      for (String pair : pairs) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw wrong("'" + Printable.of(pair) + "' is not KEY=VALUE");
        }
        set.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
      if (set.isEmpty()) {
        throw wrong("nothing to set");
      }
      return change(call, set, Set.of());
    }

    private static UserError wrong(String what) {
      return UserError.usage(
          what,
          "write ssh paas config:set APP KEY=VALUE; a value with spaces: \"KEY='two words'\"");
    }
  }

  private final class Unset extends Change {
    @Parameters(arity = "1..*", paramLabel = "KEY", description = "which")
    List<String> keys = new ArrayList<>();

    @Override
    public int run(Call call) throws InterruptedException {
      return change(call, Map.of(), new TreeSet<>(keys));
    }
  }

  private final class Import extends Change {
    @Override
    public int run(Call call) throws IOException, InterruptedException {
      byte[] file = call.stdin().readNBytes(LARGEST_FILE + 1);
      if (file.length > LARGEST_FILE) {
        throw UserError.usage("the file is larger than 512 KiB", "keep large values elsewhere");
      }
      Map<String, String> set = Dotenv.parse(new String(file, StandardCharsets.UTF_8));
      if (set.isEmpty()) {
        throw UserError.usage(
            "there was no KEY=VALUE line on standard input",
            "write ssh paas config:import " + call.app() + " < .env");
      }
      return change(call, set, Set.of());
    }
  }

  private final class Export implements Action {
    @Override
    public List<String> formats() {
      return List.of("text", "dotenv", "json", "shell", "docker");
    }

    @Override
    public int run(Call call) {
      SortedMap<String, String> config = config(call);
      if (call.flags().json()) {
        call.console().json(config);
      } else {
        call.console().lines(Dotenv.lines(config, call.flags().format()));
      }
      return 0;
    }
  }
}
