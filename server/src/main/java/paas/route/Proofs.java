package paas.route;

import java.util.List;
import paas.domains.DomainName;
import paas.domains.Proof;
import paas.domains.Prover;
import paas.model.App;
import paas.model.AppId;
import paas.store.Store;

/** Whose a host is, as the DNS shows it, and what an owner has to write there. */
public final class Proofs {
  private final Store store;
  private final Hosts hosts;
  private final Prover prover;

  public Proofs(Store store, Hosts hosts, Prover prover) {
    this.store = store;
    this.hosts = hosts;
    this.prover = prover;
  }

  /** What the DNS says now; some seconds at most. Changes nothing. */
  public Prover.Seen look(App app, DomainName host) {
    return prover.look(host, hosts.own(app.name()), token(app.id(), host));
  }

  /**
   * As {@link #look}, and writes down what it shows. A proof stays when the DNS cannot be asked.
   */
  public Prover.Seen verify(App app, DomainName host) {
    Prover.Seen seen = look(app, host);
    Proof proof = seen.proof();
    if (proof != null || seen.trouble() == null) {
      store.domains().proven(app.id(), host.ascii(), proof == null ? null : proof.key());
    }
    return seen;
  }

  /** Lines of a zone file, any of which shows that the host is the app's. */
  public List<String> records(App app, DomainName host) {
    return List.of(txt(app, host), host.ascii() + ". CNAME " + hosts.own(app.name()) + ".");
  }

  /** The one that always does. */
  public String txt(App app, DomainName host) {
    return host.challenge() + ". TXT \"" + token(app.id(), host) + "\"";
  }

  private String token(AppId app, DomainName host) {
    return store.domains().token(app, host.base());
  }
}
