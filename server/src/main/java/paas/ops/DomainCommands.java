package paas.ops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about the hosts of apps, and what they answer. */
public final class DomainCommands {
  private DomainCommands() {}

  /**
   * Claims a host.
   *
   * @param force also when another app gave it up not long ago
   */
  public record AddDomain(AppName app, String host, boolean force) implements Command<DomainList> {}

  public record RemoveDomain(AppName app, String host) implements Command<DomainList> {}

  public record ShowDomains(AppName app) implements Command<DomainList> {}

  /** Looks in the DNS whether hosts are the app's own; with none named, all of them. */
  public record VerifyDomains(AppName app, List<String> hosts) implements Command<DomainReport> {
    public VerifyDomains {
      hosts = List.copyOf(hosts);
    }
  }

  /** All that is known of each host; asks the DNS. */
  public record ReportDomains(AppName app) implements Command<DomainReport> {}

  /**
   * The hosts of an app.
   *
   * @param own the name that the platform gives
   * @param unproven those of which the DNS has not shown yet that they are the app's
   */
  public record DomainList(
      String app, String own, List<String> added, List<String> urls, List<Unproven> unproven) {}

  /**
   * A host to be shown as the app's own; any of these records does.
   *
   * @param records each as a line of a zone file
   */
  public record Unproven(String host, List<String> records) {}

  public record DomainReport(String app, List<DomainFacts> domains) {}

  /**
   * What is known of one host.
   *
   * @param display as its owner would write it
   * @param dns the DNS's answer, such as {@code A 192.0.2.7}
   * @param proof txt, cname or address; platform for the name that every app has; null: none
   * @param records what would prove it; empty when it is proven
   * @param trouble why the DNS could not be asked; null: it answered
   */
  public record DomainFacts(
      String host,
      String display,
      List<String> dns,
      @Nullable String proof,
      @Nullable Instant provenAt,
      List<String> records,
      CertificateState certificate,
      @Nullable String trouble) {}

  /**
   * How it stands with the certificate of one host.
   *
   * @param kind added, automatic or wildcard; null: there is none
   * @param nextOrder when the next is ordered by itself; null: it is not, or at once
   * @param failures orders that failed in a row
   * @param lastError of the last one that failed; null: none did
   */
  public record CertificateState(
      @Nullable String kind,
      @Nullable Instant expiry,
      @Nullable Instant nextOrder,
      int failures,
      @Nullable String lastError) {}
}
