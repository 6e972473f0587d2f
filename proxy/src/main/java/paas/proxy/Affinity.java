package paas.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Request;

/**
 * Keeps a visitor with the target that answered first, and in the release that it was given, by
 * cookies. What they say selects among the app's own targets and nothing else, so nobody signs
 * them.
 */
final class Affinity {
  private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Lax";
  private static final int MARK_BYTES = 8;
  private static final int SHARES = 100;

  /** How the cookies begin: apps that share a host must not take each other's. */
  private final String toTarget;

  private final String toShare;
  private final Pool stable;
  private final @Nullable Pool canary;
  private final int percent;

  /** Targets by what their cookie says; empty when visitors need not stay with one. */
  private final Map<String, LiveTarget> byMark = new HashMap<>();

  private final Map<LiveTarget, String> marks = new HashMap<>();

  private Affinity(String app, Pool stable, @Nullable Pool canary, int percent, boolean sticky) {
    toTarget = "paas-to-" + app + "=";
    toShare = "paas-share-" + app + "=";
    this.stable = stable;
    this.canary = canary;
    this.percent = percent;
    if (sticky) {
      stable.targets().forEach(this::mark);
      if (canary != null) {
        canary.targets().forEach(this::mark);
      }
    }
  }

  /** Null when any target will do for anybody. */
  static @Nullable Affinity of(AppRoute route, Pool stable, @Nullable Pool canary) {
    Traffic traffic = route.traffic();
    Traffic.Canary share = traffic.canary();
    return traffic.sticky() || canary != null
        ? new Affinity(
            route.app(), stable, canary, share == null ? 0 : share.percent(), traffic.sticky())
        : null;
  }

  private void mark(LiveTarget target) {
    byte[] id = (target.app + " " + target.target.id()).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(id);
      String mark = HexFormat.of().formatHex(digest, 0, MARK_BYTES);
      byMark.put(mark, target);
      marks.put(target, mark);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is known of who asks; read while the request's head is there. */
  Visitor visitor(Request request, boolean secure) {
    String cookies = request.value("cookie");
    Visitor visitor = new Visitor();
    visitor.secure = secure;
    if (cookies != null) {
      visitor.mark = cookie(cookies, toTarget);
      visitor.share = share(cookie(cookies, toShare));
    }
    return visitor;
  }

  private static int share(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : -1;
  }

  private static @Nullable String cookie(String cookies, String start) {
    int at = cookies.startsWith(start) ? 0 : cookies.indexOf("; " + start) + 2;
    if (at == 1) {
      return null;
    }
    int end = cookies.indexOf(';', at);
    return cookies.substring(at + start.length(), end < 0 ? cookies.length() : end);
  }

  /** One request's visitor. */
  static final class Visitor {
    private @Nullable String mark;
    private int share = -1;
    private boolean newShare;
    private boolean secure;

    /** Header lines that tell the client to say more next time. */
    private String lines = "";

    byte[] lines() {
      return lines.getBytes(StandardCharsets.US_ASCII);
    }

    private void set(String cookie) {
      lines += "Set-Cookie: " + cookie + ATTRIBUTES + (secure ? "; Secure" : "") + "\r\n";
    }
  }

  /** As {@link Pool#claim}, with the visitor's target or release first. */
  @Nullable LiveTarget claim(Visitor visitor, @Nullable LiveTarget not) {
    Pool first = stable;
    Pool second = canary;
    if (canary != null && isFor(visitor) && canary.anyGood(not)) {
      first = canary;
      second = stable;
    }
    LiveTarget target = kept(visitor, first, not);
    if (target == null) {
      target = first.claim(not);
    }
    if (target == null && second != null) {
      target = second.claim(not);
    }
    if (target != null) {
      tell(visitor, target);
    }
    return target;
  }

  /** Who has no share yet draws one, and keeps it. */
  private boolean isFor(Visitor visitor) {
    if (visitor.share < 0) {
      visitor.share = ThreadLocalRandom.current().nextInt(SHARES);
      visitor.newShare = true;
    }
    return visitor.share < percent;
  }

  private @Nullable LiveTarget kept(Visitor visitor, Pool pool, @Nullable LiveTarget not) {
    LiveTarget known = visitor.mark == null ? null : byMark.get(visitor.mark);
    return known != null
            && known != not
            && known.standing.good()
            && pool.has(known)
            && known.claims.claim()
        ? known
        : null;
  }

  private void tell(Visitor visitor, LiveTarget target) {
    String mark = marks.get(target);
    visitor.lines = "";
    if (mark != null && !mark.equals(visitor.mark)) {
      visitor.set(toTarget + mark);
    }
    if (visitor.newShare) {
      visitor.set(toShare + visitor.share);
    }
  }
}
