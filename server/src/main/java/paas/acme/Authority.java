package paas.acme;

import java.net.ConnectException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import paas.domains.DomainName;
import paas.store.Store;
import paas.tls.KeyAndChain;

/** A certificate authority: one account there, and orders for one host each. */
final class Authority {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration FIRST_LOOK = Duration.ofMillis(250);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);
  private static final Set<Status> ENDED = Set.of(Status.VALID, Status.INVALID, Status.READY);

  private final AcmeSettings settings;
  private final Store store;
  private final Solver solver;
  private final Session session;

  /** When the authority wants a certificate to be renewed. */
  record Window(Instant start, Instant end) {}

  Authority(AcmeSettings settings, Store store, Solver solver) {
    this.settings = settings;
    this.store = store;
    this.solver = solver;
    session = new Session(settings.directory(), new Trusting(settings.ca()));
    session.networkSettings().setTimeout(ANSWER);
  }

  /**
   * Orders a certificate and waits for it.
   *
   * @param old the one that it comes in place of
   * @param most how long all of it may take
   */
  KeyAndChain order(DomainName host, @Nullable X509Certificate old, Duration most)
      throws OrderFailed, InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    try {
      Login login = login();
      Order order = ordered(login, host, old);
      for (Authorization asked : order.getAuthorizations()) {
        if (asked.getStatus() != Status.VALID) {
          authorise(host, asked, end);
        }
      }
      KeyPair pair = newPair();
      await(order, end);
      if (order.getStatus() == Status.READY) {
        order.execute(pair);
        order.fetch();
        await(order, end);
      }
      if (order.getStatus() != Status.VALID) {
        throw refused(host, order.getError());
      }
      List<X509Certificate> chain = order.getCertificate().getCertificateChain();
      KeyAndChain made = new KeyAndChain(chain, pair.getPrivate());
      if (!made.covers(host.ascii())) {
        throw new OrderFailed("the authority issued a certificate for " + made.names());
      }
      return made;
    } catch (AcmeException | AcmeProtocolException e) {
      throw told(e);
    }
  }

  private static Order ordered(Login login, DomainName host, @Nullable X509Certificate old)
      throws AcmeException {
    if (old != null && offersWindows(login.getSession())) {
      try {
        return order(login, host).replaces(old).create();
      } catch (AcmeNetworkException | AcmeRateLimitedException e) {
        throw e;
      } catch (AcmeServerException e) {
        // It knows nothing of the old one, or it was replaced already: a new one is as good.
        return order(login, host).create();
      }
    }
    return order(login, host).create();
  }

  private static OrderBuilder order(Login login, DomainName host) {
    return login.newOrder().domain(host.ascii());
  }

  private void authorise(DomainName host, Authorization asked, long end)
      throws OrderFailed, AcmeException, InterruptedException {
    try (Solver.Open open = solver.open(host, asked)) {
      open.challenge().trigger();
      await(asked, end);
      if (asked.getStatus() != Status.VALID) {
        open.challenge().fetch();
        throw refused(host, open.challenge().getError());
      }
    }
  }

  private static OrderFailed refused(DomainName host, Optional<Problem> why) {
    return new OrderFailed(
        "the authority could not see that "
            + host
            + " leads here: "
            + why.map(Problem::toString).orElse("it gave no reason"));
  }

  /** Asks until it is decided, as often as the authority wants to be asked. */
  private static void await(PollableResource what, long end)
      throws AcmeException, OrderFailed, InterruptedException {
    Duration wait = FIRST_LOOK;
    while (!ENDED.contains(what.getStatus())) {
      if (System.nanoTime() - end >= 0) {
        throw new OrderFailed("the authority did not decide in time");
      }
      Thread.sleep(wait);
      Instant next = what.fetch().orElse(Instant.MIN);
      Duration asked = Duration.between(Instant.now(), next);
      wait = wait.multipliedBy(2);
      wait = asked.compareTo(wait) > 0 ? asked : wait;
      wait = wait.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : wait;
    }
  }

  /** The window that the authority suggests for renewing; empty when it suggests none. */
  Optional<Window> window(X509Certificate of) throws OrderFailed {
    try {
      if (!offersWindows(session)) {
        return Optional.empty();
      }
      RenewalInfo info = login().bindRenewalInfo(of);
      info.fetch();
      return Optional.of(new Window(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd()));
    } catch (AcmeException | AcmeProtocolException e) {
      throw told(e);
    }
  }

  private static boolean offersWindows(Session session) throws AcmeException {
    return session.resourceUrlOptional(Resource.RENEWAL_INFO).isPresent();
  }

  /** An authority that knows the key gives its account again; one that does not makes a new one. */
  private synchronized Login login() throws AcmeException {
    String directory = settings.directory().toString();
    Optional<KeyPair> known = store.autoCertificates().accountKey(directory).map(Authority::pair);
    KeyPair pair = known.orElseGet(Authority::newPair);
    AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(pair);
    if (!settings.contact().isEmpty()) {
      builder.addEmail(settings.contact());
    }
    Login login = builder.createLogin(session);
    if (known.isEmpty()) {
      String key = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
      String open = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
      store
          .autoCertificates()
          .keepAccount(directory, login.getAccountLocation().toString(), key + " " + open);
    }
    return login;
  }

  private static KeyPair pair(String kept) {
    try {
      KeyFactory keys = KeyFactory.getInstance("EC");
      int space = kept.indexOf(' ');
      PublicKey open =
          keys.generatePublic(new X509EncodedKeySpec(bytes(kept.substring(space + 1))));
      return new KeyPair(
          open,
          (ECPrivateKey)
              keys.generatePrivate(new PKCS8EncodedKeySpec(bytes(kept.substring(0, space)))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of the account cannot be read", e);
    }
  }

  private static byte[] bytes(String text) {
    return Base64.getDecoder().decode(text);
  }

  private static KeyPair newPair() {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
      return keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private OrderFailed told(Exception e) {
    String who = settings.directory().getHost();
    return switch (e) {
      case AcmeRateLimitedException limited ->
          new OrderFailed(
              who + " refuses for now: " + limited.getMessage(),
              limited.getRetryAfter().orElse(null));
      case AcmeServerException refused ->
          new OrderFailed(who + " refuses: " + refused.getProblem());
      case AcmeNetworkException gone -> new OrderFailed(who + " cannot be reached: " + cause(gone));
      default -> new OrderFailed(who + " is not understood: " + cause(e));
    };
  }

  private static String cause(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      if (deepest instanceof ConnectException) {
        return "it takes no connections";
      }
      deepest = deepest.getCause();
    }
    String said = deepest.getMessage();
    return said == null ? deepest.getClass().getSimpleName() : said;
  }
}
