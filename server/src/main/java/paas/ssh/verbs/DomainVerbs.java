package paas.ssh.verbs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Verb;
import paas.ops.DomainCommands.AddDomain;
import paas.ops.DomainCommands.CertificateState;
import paas.ops.DomainCommands.DomainFacts;
import paas.ops.DomainCommands.DomainList;
import paas.ops.DomainCommands.DomainReport;
import paas.ops.DomainCommands.RemoveDomain;
import paas.ops.DomainCommands.ReportDomains;
import paas.ops.DomainCommands.ShowDomains;
import paas.ops.DomainCommands.VerifyDomains;
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
                "domains:list",
                "shows the names that an app answers to",
                "domains shop",
                () -> verbs::list)
            .alias("domains"),
        Verb.of(
            "domains:report",
            "asks the DNS about the names, and shows their proofs and certificates",
            "domains:report shop",
            () -> verbs::report),
        Verb.of(
            "domains:add",
            "lets an app answer to more names",
            "domains:add shop www.example.com",
            () -> verbs.new Add()),
        Verb.of(
            "domains:verify",
            "looks in the DNS whether names are the app's own",
            "domains:verify shop www.example.com",
            () -> verbs.new Verify()),
        Verb.of(
            "domains:remove",
            "takes names away",
            "domains:remove shop www.example.com",
            () -> verbs.new Remove()));
  }

  private int list(Call call) {
    DomainList domains = ops.execute(call.actor(), new ShowDomains(call.app()));
    return call.show(domains, () -> text(call.console(), domains));
  }

  private static void text(Console console, DomainList domains) {
    console.result(domains.app() + " answers at");
    console.lines(domains.urls());
    domains
        .unproven()
        .forEach(one -> {
          console.step("To prove that " + one.host() + " is yours, make one of these DNS records");
          one.records().forEach(console::detail);
        });
    if (!domains.unproven().isEmpty()) {
      console.detail("then: ssh paas domains:verify " + domains.app());
    }
  }

  private int report(Call call) {
    return show(call, ops.execute(call.actor(), new ReportDomains(call.app())));
  }

  private static int show(Call call, DomainReport report) {
    return call.show(report, () -> report.domains().forEach(facts -> text(call.console(), facts)));
  }

  private static void text(Console console, DomainFacts facts) {
    console.result(facts.host());
    String proof = facts.proof();
    Facts lines =
        new Facts()
            .add("written", facts.display().equals(facts.host()) ? "" : facts.display())
            .add("dns", String.join(", ", facts.dns()))
            .add("proof", proof == null ? "none yet" : proof + since(facts.provenAt()));
    facts.records().forEach(record -> lines.add("record", record));
    CertificateState certificate = facts.certificate();
    String error = certificate.lastError();
    lines
        .add("dns trouble", facts.trouble() == null ? "" : facts.trouble())
        .add("certificate", certificate.kind() == null ? "none" : certificate.kind())
        .add("expiry", time(certificate.expiry()))
        .add(
            certificate.failures() > 0 ? "next try" : "next renewal", time(certificate.nextOrder()))
        .add("last error", error == null ? "" : error)
        .print(console);
  }

  private static String since(@Nullable Instant at) {
    return at == null ? "" : " since " + time(at);
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "" : at.atOffset(ZoneOffset.UTC).toString();
  }

  /** Takes names of hosts. */
  private abstract static class Hosts implements Action {
    @Parameters(
        arity = "1..*",
        paramLabel = "HOST",
        description = "such as www.example.com or *.example.com")
    List<String> hosts = new ArrayList<>();
  }

  private final class Add extends Hosts {
    @Override
    public int run(Call call) {
      boolean force = call.flags().force();
      hosts.forEach(host -> ops.execute(call.actor(), new AddDomain(call.app(), host, force)));
      return list(call);
    }
  }

  private final class Remove extends Hosts {
    @Override
    public int run(Call call) {
      hosts.forEach(host -> ops.execute(call.actor(), new RemoveDomain(call.app(), host)));
      return list(call);
    }
  }

  /** With no names: all of the app. Fails unless each is proven. */
  private final class Verify implements Action {
    @Parameters(arity = "0..*", paramLabel = "HOST", description = "such as www.example.com")
    List<String> hosts = new ArrayList<>();

    @Override
    public int run(Call call) {
      DomainReport seen = ops.execute(call.actor(), new VerifyDomains(call.app(), hosts));
      show(call, seen);
      return seen.domains().stream().allMatch(one -> one.proof() != null) ? 0 : 1;
    }
  }
}
