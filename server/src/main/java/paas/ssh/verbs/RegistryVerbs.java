package paas.ssh.verbs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import paas.cli.Action;
import paas.cli.AppUse;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.Ops;
import paas.ops.RegistryCommands.ListRegistries;
import paas.ops.RegistryCommands.LoginToRegistry;
import paas.ops.RegistryCommands.LogoutOfRegistry;
import paas.ops.RegistryCommands.RegistrySummary;
import picocli.CommandLine.Parameters;

/** {@code registry:...} */
final class RegistryVerbs {
  private static final int LARGEST = 65 << 10;

  private final Ops ops;

  private RegistryVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    RegistryVerbs verbs = new RegistryVerbs(ops);
    return List.of(
        Verb.of(
                "registry:list",
                "lists the registries that base images are pulled from with a login",
                "registry:list",
                () -> verbs::list)
            .alias("registry")
            .app(AppUse.NONE),
        Verb.of(
                "registry:login",
                "keeps a login for a registry; the password comes on standard input",
                "registry:login r.example.com ada < pw.txt",
                () -> verbs.new Login())
            .app(AppUse.NONE),
        Verb.of(
                "registry:logout",
                "forgets a login",
                "registry:logout r.example.com",
                () -> verbs.new Logout())
            .app(AppUse.NONE));
  }

  private int list(Call call) {
    List<RegistrySummary> logins = ops.execute(call.actor(), new ListRegistries());
    return call.show(logins, () -> table(call.console(), logins));
  }

  private static void table(Console console, List<RegistrySummary> logins) {
    if (logins.isEmpty()) {
      console.detail("No registry has a login. Add one: ssh paas registry:login HOST USER");
      return;
    }
    Table table = new Table("HOST", "USER", "ADDED", "BY");
    logins.forEach(l -> table.row(l.host(), l.user(), Shown.time(l.addedAt()), l.addedBy()));
    console.table(table);
  }

  private final class Login implements Action {
    @Parameters(
        index = "0",
        paramLabel = "HOST",
        description = "the registry, docker.io for the hub")
    String host = "";

    @Parameters(index = "1", paramLabel = "USER", description = "the name to log in with")
    String user = "";

    @Override
    public int run(Call call) throws IOException {
      String typed = new String(call.stdin().readNBytes(LARGEST), StandardCharsets.UTF_8);
      RegistrySummary added =
          ops.execute(call.actor(), new LoginToRegistry(host, user, typed.stripTrailing()));
      return call.show(
          added,
          () ->
              call.console()
                  .result("Images of " + added.host() + " are pulled as " + added.user()));
    }
  }

  private final class Logout implements Action {
    @Parameters(paramLabel = "HOST", description = "the registry")
    String host = "";

    @Override
    public int run(Call call) {
      RegistrySummary gone = ops.execute(call.actor(), new LogoutOfRegistry(host));
      return call.show(
          gone, () -> call.console().result("Forgot " + gone.user() + " at " + gone.host()));
    }
  }
}
