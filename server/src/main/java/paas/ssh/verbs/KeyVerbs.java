package paas.ssh.verbs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import paas.cli.Action;
import paas.cli.AppUse;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.HouseCommands.AddKey;
import paas.ops.HouseCommands.KeySummary;
import paas.ops.HouseCommands.ListKeys;
import paas.ops.HouseCommands.RemoveKey;
import paas.ops.Ops;
import picocli.CommandLine.Parameters;

/** {@code keys:...} */
final class KeyVerbs {
  private static final int LARGEST = 16 << 10;

  private final Ops ops;

  private KeyVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    KeyVerbs verbs = new KeyVerbs(ops);
    return List.of(
        Verb.of("keys:list", "lists the SSH keys that may come in", "keys", () -> verbs::list)
            .alias("keys")
            .app(AppUse.NONE),
        Verb.of(
                "keys:add",
                "lets a public key in: as words, or on standard input",
                "keys:add laptop < ~/.ssh/id_ed25519.pub",
                () -> verbs.new Add())
            .app(AppUse.NONE),
        Verb.of(
                "keys:remove",
                "takes a key away and ends its sessions",
                "keys:remove laptop",
                () -> verbs.new Remove())
            .app(AppUse.NONE));
  }

  private int list(Call call) {
    List<KeySummary> keys = ops.execute(call.actor(), new ListKeys());
    return call.show(keys, () -> table(call.console(), keys));
  }

  private static void table(Console console, List<KeySummary> keys) {
    Table table = new Table("NAME", "TYPE", "FINGERPRINT", "ADDED");
    keys.forEach(k -> table.row(k.name(), k.type(), k.fingerprint(), Shown.time(k.addedAt())));
    console.table(table);
  }

  private final class Add implements Action {
    @Parameters(
        arity = "0..1",
        index = "0",
        paramLabel = "NAME",
        description = "what to call it; its comment when left out")
    String name = "";

    @Parameters(
        arity = "0..*",
        index = "1..*",
        paramLabel = "KEY",
        description = "the key; standard input when left out")
    List<String> key = new ArrayList<>();

    @Override
    public int run(Call call) throws IOException {
      KeySummary added = ops.execute(call.actor(), command(call));
      return call.show(
          added, () -> call.console().result("Added " + added.name() + ": " + added.fingerprint()));
    }

    /** A key without a name before it is seen by its kind. */
    private AddKey command(Call call) throws IOException {
      if (name.matches("(ssh|ecdsa|sk)-[a-z0-9@.-]+")) {
        return new AddKey("", name + " " + String.join(" ", key));
      }
      String line =
          key.isEmpty()
              ? new String(call.stdin().readNBytes(LARGEST), StandardCharsets.UTF_8)
              : String.join(" ", key);
      return new AddKey(name, line);
    }
  }

  private final class Remove implements Action {
    @Parameters(paramLabel = "NAME", description = "its name or fingerprint")
    String name = "";

    @Override
    public int run(Call call) {
      KeySummary removed = ops.execute(call.actor(), new RemoveKey(name));
      return call.show(
          removed,
          () -> call.console().result("Removed " + removed.name() + ": " + removed.fingerprint()));
    }
  }
}
