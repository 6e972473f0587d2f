package paas.proxy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Forwarding;
import paas.proxy.http.Request;

/** A route's rules in use: who is let through, and what the others are told. */
final class Gate {
  private static final String BASIC = "Basic ";

  private final @Nullable String canonicalHost;
  private final @Nullable Addresses allow;
  private final List<Login> logins;
  final long maxBody;

  private Gate(Rules rules) {
    canonicalHost = rules.canonicalHost();
    allow = rules.allow().isEmpty() ? null : new Addresses(rules.allow());
    logins = rules.logins();
    maxBody = rules.maxBody();
  }

  /** Null when the rules let everything through. */
  static @Nullable Gate of(Rules rules) {
    return rules.holding(Rules.NONE.hold()).equals(Rules.NONE) ? null : new Gate(rules);
  }

  /** Why this request is not passed on; null when it is. */
  @Nullable Failure refuses(Request request, InetAddress client) {
    if (allow != null && !allow.contains(client)) {
      return Failure.FORBIDDEN;
    }
    if (canonicalHost != null && !canonicalHost.equals(request.host())) {
      return Failure.MOVED;
    }
    if (!logins.isEmpty() && !known(request.value("authorization"))) {
      return Failure.UNAUTHORIZED;
    }
    return maxBody > 0 && request.bodyLength() > maxBody ? Failure.BODY_TOO_LARGE : null;
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
      case MOVED ->
          "Location: "
              + request.scheme(forwarding)
              + "://"
              + canonicalHost
              + request.hostPort()
              + request.path()
              + "\r\n";
      default -> "";
    };
  }
}
