package paas.ssh.verbs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.Command;
import paas.ops.Ops;
import paas.ops.ProxyCommands.AddLogin;
import paas.ops.ProxyCommands.Maintain;
import paas.ops.ProxyCommands.NewLogin;
import paas.ops.ProxyCommands.Pause;
import paas.ops.ProxyCommands.ProxyReport;
import paas.ops.ProxyCommands.RemoveLogin;
import paas.ops.ProxyCommands.Resume;
import paas.ops.ProxyCommands.SetRules;
import paas.ops.ProxyCommands.Setting;
import paas.ops.ProxyCommands.ShowProxy;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proxy:...}, {@code maintenance:...}, {@code http-auth:...} */
final class ProxyVerbs {
  /** A password and the newline behind it. */
  private static final int MOST_STDIN = 1000;

  private final Ops ops;

  private ProxyVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    ProxyVerbs verbs = new ProxyVerbs(ops);
    return List.of(
        Verb.of(
                "proxy:report",
                "shows how requests come to an app",
                "proxy:report shop",
                () -> verbs::report)
            .alias("proxy"),
        Verb.of(
            "proxy:set",
            "sets time-outs, the canonical host, who may ask, how many at a time",
            "proxy:set shop first-byte=60s max-body=20MB",
            () -> verbs.new Set()),
        Verb.of(
            "proxy:pause",
            "lets requests wait until proxy:resume; none fails meanwhile",
            "proxy:pause shop --hold 30s",
            () -> verbs.new Pausing()),
        Verb.of(
            "proxy:resume",
            "passes on the requests that wait, and those to come",
            "proxy:resume shop",
            () -> call -> verbs.done(call, new Resume(call.app()))),
        Verb.of(
                "maintenance",
                "shows whether an app is under maintenance",
                "maintenance shop",
                () -> verbs::maintenance)
            .alias("maintenance:report"),
        Verb.of(
            "maintenance:on",
            "answers every request with a page that says so",
            "maintenance:on shop",
            () -> call -> verbs.done(call, new Maintain(call.app(), true))),
        Verb.of(
            "maintenance:off",
            "lets requests through again",
            "maintenance:off shop",
            () -> call -> verbs.done(call, new Maintain(call.app(), false))),
        Verb.of(
                "http-auth",
                "shows who may log in to an app that asks for it",
                "http-auth shop",
                () -> verbs::users)
            .alias("http-auth:report"),
        Verb.of(
            "http-auth:add",
            "asks for a login from now on, and lets a user in",
            "http-auth:add shop ann",
            () -> verbs.new AddUser()),
        Verb.of(
            "http-auth:remove",
            "lets a user in no more; without the last one nobody is asked",
            "http-auth:remove shop ann",
            () -> verbs.new RemoveUser()));
  }

  private int report(Call call) {
    return show(call, ops.execute(call.actor(), new ShowProxy(call.app())));
  }

  private static int show(Call call, ProxyReport report) {
    return call.show(
        report,
        () -> {
          call.console().result(report.app() + " is " + state(report));
          Facts facts = new Facts().add("hosts", String.join(" ", report.hosts()));
          facts.add("targets", String.join(" ", report.targets()));
          facts.add("logins", String.join(" ", report.users()));
          facts.print(call.console());
          Table table = new Table("SETTING", "VALUE", "WHAT IT IS");
          for (Setting setting : report.settings()) {
            String value = report.set().getOrDefault(setting.key(), "(" + setting.usual() + ")");
            table.row(setting.key(), value, setting.summary());
          }
          call.console().table(table);
        });
  }

  private static String state(ProxyReport report) {
    return switch (report.state()) {
      case "paused" -> "paused; requests that wait: " + report.held();
      case "maintenance" -> "under maintenance";
      default -> report.state();
    };
  }

  private final class Set implements Action {
    @Parameters(
        arity = "1..*",
        paramLabel = "KEY=VALUE",
        description = "such as max-body=20MB; without a value: its default again")
    List<String> words = new ArrayList<>();

    @Override
    public int run(Call call) {
      Map<String, String> values = Pairs.of(words, "proxy:set " + call.app() + " max-body=20MB");
      return show(call, ops.execute(call.actor(), new SetRules(call.app(), values)));
    }
  }

  private final class Pausing implements Action {
    @Option(
        names = "--hold",
        paramLabel = "TIME",
        description = "how long a request waits before it fails; 30s unless set otherwise")
    @Nullable String hold;

    @Override
    public int run(Call call) {
      return done(call, new Pause(call.app(), hold));
    }
  }

  private int done(Call call, Command<ProxyReport> wish) {
    ProxyReport report = ops.execute(call.actor(), wish);
    return call.show(report, () -> call.console().result(report.app() + " is " + state(report)));
  }

  private int maintenance(Call call) {
    ProxyReport report = ops.execute(call.actor(), new ShowProxy(call.app()));
    boolean on = report.state().equals("maintenance");
    return call.show(
        Map.of("app", report.app(), "maintenance", on),
        () -> call.console().result("maintenance is " + (on ? "on" : "off")));
  }

  private int users(Call call) {
    return showUsers(call, ops.execute(call.actor(), new ShowProxy(call.app())));
  }

  private static int showUsers(Call call, ProxyReport report) {
    return call.show(
        report.users(),
        () -> {
          if (report.users().isEmpty()) {
            call.console().result(report.app() + " asks nobody for a login");
          } else {
            call.console().result(report.app() + " lets in");
            call.console().lines(report.users());
          }
        });
  }

  private final class AddUser implements Action {
    @Parameters(paramLabel = "USER", description = "the name to log in with")
    String user = "";

    @Option(
        names = "--password-stdin",
        description = "reads the password from standard input; without it one is made up")
    boolean stdin;

    @Override
    public int run(Call call) {
      String password = stdin ? line(call) : null;
      NewLogin login = ops.execute(call.actor(), new AddLogin(call.app(), user, password));
      return call.show(
          login,
          () -> {
            call.console().result(login.app() + " lets " + login.user() + " in");
            if (!stdin) {
              call.console()
                  .lines(List.of("password: " + login.password() + "   (not shown again)"));
            }
          });
    }

    private String line(Call call) {
      try {
        byte[] said = call.stdin().readNBytes(MOST_STDIN);
        return new String(said, StandardCharsets.UTF_8).lines().findFirst().orElse("");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final class RemoveUser implements Action {
    @Parameters(paramLabel = "USER", description = "the name that was let in")
    String user = "";

    @Override
    public int run(Call call) {
      return showUsers(call, ops.execute(call.actor(), new RemoveLogin(call.app(), user)));
    }
  }
}
