package paas.proxy;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Whose HTTP/2 connections had to be closed because they were flooded: there is less patience with
 * the next ones, or who comes back at once would cost as much as one whom nobody stops. Others
 * behind the same address are served all the same.
 */
final class Floods {
  private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(60);
  private static final int MOST = 4096;
  private static final int LITTLE = 50;

  private final LinkedHashMap<Object, Long> last = new LinkedHashMap<>();

  synchronized void by(InetAddress client) {
    Object key = Callers.key(client);
    last.remove(key);
    last.put(key, System.nanoTime());
    if (last.size() > MOST) {
      last.pollFirstEntry();
    }
  }

  /** With a new connection from there. */
  synchronized Patience patience(InetAddress client) {
    Long at = last.get(Callers.key(client));
    boolean recent = at != null && System.nanoTime() - at < REMEMBERED;
    return recent ? new Patience(LITTLE) : new Patience();
  }
}
