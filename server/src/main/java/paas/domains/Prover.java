package paas.domains;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks in the DNS whose a host is. */
public final class Prover {
  private final Resolver resolver;
  private final Set<String> addresses;

  /**
   * What is known of a host.
   *
   * @param answers such as {@code A 192.0.2.7}
   * @param proof the best there is; null: none
   * @param trouble why something is not known; null: the DNS answered to everything
   */
  public record Seen(List<String> answers, @Nullable Proof proof, @Nullable String trouble) {}

  /**
   * @param server the DNS server as {@code HOST:PORT}; empty: as the machine is set up
   * @param addresses under which the world reaches this machine; empty: those that it has
   */
  public Prover(String server, List<String> addresses) {
    this.resolver = new Resolver(server);
    this.addresses =
        addresses.isEmpty()
            ? own()
            : addresses.stream().map(Prover::plain).collect(Collectors.toSet());
  }

  /**
   * Looks at one host; some seconds at most.
   *
   * @param own the name that the platform gave the app
   * @param token what its TXT record has to say
   */
  public Seen look(DomainName host, String own, String token) {
    List<Callable<DnsAnswer>> questions = new ArrayList<>();
    questions.add(() -> resolver.ask(host.challenge(), "TXT"));
    questions.add(() -> resolver.ask(host.ascii(), "CNAME"));
    questions.add(() -> resolver.ask(host.ascii(), "A"));
    questions.add(() -> resolver.ask(host.ascii(), "AAAA"));
    List<DnsAnswer> answers = all(questions);
    DnsAnswer txt = answers.get(0);
    DnsAnswer alias = answers.get(1);
    List<DnsAnswer> places = answers.subList(2, 4);
    Proof proof = null;
    if (txt.values().contains(token)) {
      proof = Proof.TXT;
    } else if (alias.values().contains(own)) {
      proof = Proof.CNAME;
    } else if (!host.wildcard() && leadHere(places)) {
      proof = Proof.ADDRESS;
    }
    String trouble =
        answers.stream()
            .map(DnsAnswer::trouble)
            .filter(why -> why != null)
            .findFirst()
            .orElse(null);
    return new Seen(said(answers), proof, trouble);
  }

  private boolean leadHere(List<DnsAnswer> places) {
    return places.stream()
        .flatMap(answer -> answer.values().stream())
        .map(Prover::plain)
        .anyMatch(addresses::contains);
  }

  private static List<String> said(List<DnsAnswer> answers) {
    return answers.stream()
        .flatMap(answer -> answer.values().stream().map(value -> answer.type() + " " + value))
        .toList();
  }

  private static List<DnsAnswer> all(List<Callable<DnsAnswer>> questions) {
    try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
      List<DnsAnswer> answers = new ArrayList<>();
      for (Future<DnsAnswer> answer : asking.invokeAll(questions)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the DNS", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the DNS could not be asked", e);
    }
  }

  private static String plain(String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Those of this machine that others could reach. */
  private static Set<String> own() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .collect(Collectors.toSet());
    } catch (SocketException e) {
      return Stream.<String>of().collect(Collectors.toSet());
    }
  }
}
