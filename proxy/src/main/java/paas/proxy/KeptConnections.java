package paas.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one I/O thread, by target id: never by address, which another app's
 * process may get one day. Used by that thread only.
 */
final class KeptConnections<C extends KeptConnections.Kept> {
  /** An idle connection. */
  interface Kept {
    /** {@link System#nanoTime} when it became idle. */
    long idleSince();

    void close();
  }

  private final Map<String, Deque<C>> byTarget = new HashMap<>();
  private final int mostPerTarget;

  KeptConnections(int mostPerTarget) {
    this.mostPerTarget = mostPerTarget;
  }

  /** The connection that became idle last, or null. */
  @Nullable C take(String id) {
    Deque<C> idle = byTarget.get(id);
    return idle == null ? null : idle.pollLast();
  }

  /** Keeps the connection, or closes it when there are enough. */
  void give(String id, C connection) {
    Deque<C> idle = byTarget.computeIfAbsent(id, _ -> new ArrayDeque<>());
    if (idle.size() < mostPerTarget) {
      idle.addLast(connection);
    } else {
      connection.close();
    }
  }

  /** The connection ended by itself. */
  void forget(String id, C connection) {
    Deque<C> idle = byTarget.get(id);
    if (idle != null) {
      idle.remove(connection);
    }
  }

  void close(String id) {
    Deque<C> idle = byTarget.remove(id);
    if (idle != null) {
      new ArrayList<>(idle).forEach(Kept::close);
    }
  }

  void closeIdleSince(long nanoTime) {
    for (Deque<C> idle : byTarget.values()) {
      while (!idle.isEmpty() && idle.getFirst().idleSince() - nanoTime < 0) {
        idle.removeFirst().close();
      }
    }
  }

  void closeAll() {
    List.copyOf(byTarget.keySet()).forEach(this::close);
  }

  int size(String id) {
    Deque<C> idle = byTarget.get(id);
    return idle == null ? 0 : idle.size();
  }
}
