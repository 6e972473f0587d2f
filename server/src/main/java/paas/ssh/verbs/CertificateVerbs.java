package paas.ssh.verbs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.List;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Console;
import paas.cli.Verb;
import paas.model.UserError;
import paas.ops.CertificateCommands.AddCertificate;
import paas.ops.CertificateCommands.CertificateFacts;
import paas.ops.CertificateCommands.CertificateReport;
import paas.ops.CertificateCommands.GenerateCertificate;
import paas.ops.CertificateCommands.RemoveCertificate;
import paas.ops.CertificateCommands.ShowCertificate;
import paas.ops.CertificateCommands.TurnAutomatic;
import paas.ops.Ops;
import picocli.CommandLine.Parameters;

/** {@code certs:...} */
final class CertificateVerbs {
  /** Chains of ten certificates are under 30 KB. */
  private static final int MOST_BYTES = 256 << 10;

  private final Ops ops;

  private CertificateVerbs(Ops ops) {
    this.ops = ops;
  }

  static List<Verb> of(Ops ops) {
    CertificateVerbs verbs = new CertificateVerbs(ops);
    return List.of(
        Verb.of(
                "certs:report",
                "shows an app's certificate and until when it counts",
                "certs shop",
                () -> verbs::report)
            .alias("certs"),
        Verb.of(
            "certs:add",
            "takes certificate, chain and key from standard input: PEM, or a tar of PEM files",
            "certs:add shop < shop.pem",
            () -> verbs::add),
        Verb.of(
            "certs:generate",
            "makes a certificate that nobody vouches for, to try TLS with",
            "certs:generate shop",
            () -> verbs::generate),
        Verb.of(
            "certs:auto",
            "orders certificates for the app's names and renews them, or no more",
            "certs:auto shop on",
            () -> verbs.new Auto()),
        Verb.of(
            "certs:remove",
            "takes the certificate away that was added",
            "certs:remove shop",
            () -> verbs::remove));
  }

  private int report(Call call) {
    return show(call, ops.execute(call.actor(), new ShowCertificate(call.app())));
  }

  private int add(Call call) {
    byte[] given;
    try {
      given = call.stdin().readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (given.length == 0 || given.length > MOST_BYTES) {
      throw UserError.usage(
          given.length == 0 ? "nothing came on standard input" : "more than 256 KB came",
          "such as: cat cert.pem chain.pem key.pem | ssh paas certs:add " + call.app());
    }
    ByteBuffer bytes = ByteBuffer.wrap(given);
    return show(call, ops.execute(call.actor(), new AddCertificate(call.app(), bytes)));
  }

  private int generate(Call call) {
    return show(call, ops.execute(call.actor(), new GenerateCertificate(call.app())));
  }

  private int remove(Call call) {
    return show(call, ops.execute(call.actor(), new RemoveCertificate(call.app())));
  }

  /** On or off. */
  private final class Auto implements Action {
    @Parameters(
        paramLabel = "on|off",
        description = "on agrees to the authority's terms of service")
    String state = "";

    @Override
    public int run(Call call) {
      if (!state.equals("on") && !state.equals("off")) {
        throw UserError.usage(
            "say on or off", "such as: ssh paas certs:auto " + call.app() + " on");
      }
      return show(
          call, ops.execute(call.actor(), new TurnAutomatic(call.app(), state.equals("on"))));
    }
  }

  private static int show(Call call, CertificateReport report) {
    return call.show(report, () -> text(call.console(), report));
  }

  private static void text(Console console, CertificateReport report) {
    CertificateFacts facts = report.certificate();
    if (facts == null) {
      boolean some = !report.issued().isEmpty();
      console.result(report.app() + (some ? " has automatic certificates" : " has no certificate"));
    } else {
      String days = facts.days() + (facts.days() == 1 ? " day" : " days");
      console.result(report.app() + " has a certificate that counts for " + days + " more");
    }
    Facts lines = new Facts();
    if (facts != null) {
      lines
          .add("for", String.join(" ", facts.hosts()))
          .add("names", String.join(" ", facts.names()))
          .add("until", facts.notAfter().atOffset(ZoneOffset.UTC).toString())
          .add("issuer", facts.issuer() + (facts.selfSigned() ? "   (nobody else vouches)" : ""))
          .add("added by", facts.addedBy());
    }
    report
        .issued()
        .forEach(one -> lines.add(one.host(), "until " + one.notAfter().atOffset(ZoneOffset.UTC)));
    lines
        .add(
            "automatic",
            report.automatic() ? "on   (see: domains:report " + report.app() + ")" : "")
        .add(
            "without one",
            facts == null && !report.automatic() ? "" : String.join(" ", report.bare()))
        .print(console);
    if (report.port() == 0) {
      console.detail("This server does not listen for TLS: start it with --https-port PORT,");
      console.detail("or set https-port in its paas.yaml.");
    }
  }
}
