package paas.ssh.verbs;

import java.util.ArrayList;
import java.util.List;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Verb;
import paas.ops.HouseCommands.AddDomain;
import paas.ops.HouseCommands.Domains;
import paas.ops.HouseCommands.RemoveDomain;
import paas.ops.HouseCommands.ShowDomains;
import paas.ops.Ops;
import picocli.CommandLine.Parameters;

/** {@code domains:...} */
final class DomainVerbs {
  private final Ops ops;

  private DomainVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    DomainVerbs verbs = new DomainVerbs(ops);
    return List.of(
        Verb.of(
                "domains:report",
                "shows the names that an app answers to",
                "domains shop",
                () -> verbs::report)
            .alias("domains", "domains:list"),
        Verb.of(
            "domains:add",
            "lets an app answer to more names",
            "domains:add shop www.example.com",
            () -> verbs.new Add()),
        Verb.of(
            "domains:remove",
            "takes names away",
            "domains:remove shop www.example.com",
            () -> verbs.new Remove()));
  }

  private int report(Call call) {
    return show(call, ops.execute(call.actor(), new ShowDomains(call.app())));
  }

  private static int show(Call call, Domains domains) {
    return call.show(domains, () -> text(call.console(), domains));
  }

  private static void text(Console console, Domains domains) {
    console.result(domains.app() + " answers at");
    console.lines(domains.urls());
  }

  /** Takes names of hosts. */
  private abstract static class Hosts implements Action {
    @Parameters(arity = "1..*", paramLabel = "HOST", description = "such as www.example.com")
    List<String> hosts = new ArrayList<>();
  }

  private final class Add extends Hosts {
    @Override
    public int run(Call call) {
      hosts.forEach(host -> ops.execute(call.actor(), new AddDomain(call.app(), host)));
      return report(call);
    }
  }

  private final class Remove extends Hosts {
    @Override
    public int run(Call call) {
      hosts.forEach(host -> ops.execute(call.actor(), new RemoveDomain(call.app(), host)));
      return report(call);
    }
  }
}
