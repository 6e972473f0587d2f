package paas.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Forwarding;
import paas.proxy.http.HostName;
import paas.proxy.http.Request;

/** A route's rules in use: who is let through, and what the others are told. */
final class Gate {
  private static final String BASIC = "Basic ";
  private static final int HTTPS = 443;

  private final @Nullable String canonicalHost;
  private final @Nullable Addresses allow;
  private final List<Login> logins;
  private final Rules.@Nullable Tls tls;
  private final long maxBody;
  private final boolean compress;

  /** What answers to clients over TLS say beside what the app says; empty: nothing. */
  private final byte[] tlsFields;

  private Gate(Rules rules) {
    canonicalHost = rules.canonicalHost();
    allow = rules.allow().isEmpty() ? null : new Addresses(rules.allow());
    logins = rules.logins();
    maxBody = rules.maxBody();
    compress = rules.compress();
    tls = rules.tls();
    long hsts = tls == null ? 0 : tls.hstsSeconds();
    String field = hsts == 0 ? "" : "Strict-Transport-Security: max-age=" + hsts + "\r\n";
    tlsFields = field.getBytes(StandardCharsets.US_ASCII);
  }

  /** Null when the rules let everything through. */
  static @Nullable Gate of(Rules rules) {
    return rules.equals(Rules.NONE) ? null : new Gate(rules);
  }

  /**
   * Lets the request pass and has its bodies treated as the rules say.
   *
   * @return why it is not passed on; null when it is
   */
  @Nullable Failure admits(
      Request request, Downstream client, RequestFlow upload, AnswerFlow answer) {
    if (tlsFields.length > 0 && request.scheme(client.forwarding).equals("https")) {
      answer.alsoSay(tlsFields);
    }
    Failure refusal = refuses(request, client);
    if (refusal == null && maxBody > 0) {
      upload.limit(maxBody);
    }
    if (refusal == null && compress) {
      answer.compress(request.acceptsGzip());
    }
    return refusal;
  }

  private @Nullable Failure refuses(Request request, Downstream client) {
    if (allow != null && !allow.contains(client.address(request))) {
      return Failure.FORBIDDEN;
    }
    if (!host(request).equals(request.host()) || isForTls(request, client.forwarding)) {
      return Failure.MOVED;
    }
    if (!logins.isEmpty() && !known(request.value("authorization"))) {
      return Failure.UNAUTHORIZED;
    }
    return maxBody > 0 && request.bodyLength() > maxBody ? Failure.BODY_TOO_LARGE : null;
  }

  /** Where the request belongs. */
  private String host(Request request) {
    return canonicalHost == null ? request.host() : canonicalHost;
  }

  /** Whether it should have come over TLS. */
  private boolean isForTls(Request request, Forwarding forwarding) {
    return tls != null
        && tls.redirect()
        && certified(tls.hosts(), host(request))
        && request.scheme(forwarding).equals("http");
  }

  private static boolean certified(Set<String> hosts, String host) {
    return hosts.contains(host) || hosts.contains(HostName.wildcard(host));
  }

  private String location(Request request, Forwarding forwarding) {
    String at =
        tls != null && isForTls(request, forwarding)
            ? "https://" + host(request) + (tls.port() == HTTPS ? "" : ":" + tls.port())
            : request.scheme(forwarding) + "://" + host(request) + request.hostPort();
    return at + request.path();
  }

  private boolean known(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return false;
    }
    String[] said;
    try {
      byte[] text = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      said = new String(text, StandardCharsets.UTF_8).split(":", 2);
    } catch (IllegalArgumentException e) {
      return false;
    }
    boolean fits = false;
    for (Login login : logins) {
      fits |= said.length == 2 && login.user().equals(said[0]) && login.fits(said[1]);
    }
    return fits;
  }

  /** What the answer says beside its page, as header lines. */
  String fields(Failure failure, Request request, Forwarding forwarding) {
    return switch (failure) {
      case UNAUTHORIZED -> "WWW-Authenticate: Basic realm=\"restricted\", charset=\"UTF-8\"\r\n";
      case MOVED -> "Location: " + location(request, forwarding) + "\r\n";
      default -> "";
    };
  }
}
