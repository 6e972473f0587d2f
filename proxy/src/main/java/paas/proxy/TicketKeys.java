package paas.proxy;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What the tickets are sealed with that clients resume their sessions by. Never saved; a key seals
 * for twelve hours, and is understood for twelve more.
 */
final class TicketKeys {
  private static final long SEALS = TimeUnit.HOURS.toNanos(12);

  private final SecureRandom random = new SecureRandom();
  private OpenSslSessionTicketKey[] keys = {made()};
  private volatile long madeAt = System.nanoTime();

  /** The one that seals first. */
  synchronized OpenSslSessionTicketKey[] all() {
    return keys.clone();
  }

  /** Makes a new one if it is time to. */
  boolean renew() {
    return System.nanoTime() - madeAt > SEALS && renewed();
  }

  private synchronized boolean renewed() {
    if (System.nanoTime() - madeAt <= SEALS) {
      return false;
    }
    madeAt = System.nanoTime();
    keys = new OpenSslSessionTicketKey[] {made(), keys[0]};
    return true;
  }

  private OpenSslSessionTicketKey made() {
    byte[] bytes = new byte[48];
    random.nextBytes(bytes);
    return new OpenSslSessionTicketKey(
        Arrays.copyOfRange(bytes, 0, 16),
        Arrays.copyOfRange(bytes, 16, 32),
        Arrays.copyOfRange(bytes, 32, 48));
  }
}
