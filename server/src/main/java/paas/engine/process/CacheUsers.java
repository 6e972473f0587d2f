package paas.engine.process;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import paas.model.AppId;

/** Who has an app's caches for himself: a build, or what bounds them. */
final class CacheUsers {
  private final Set<AppId> taken = new HashSet<>();

  /** A use that lasts until it is closed. */
  interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits while they are emptied, which has a limit of its own. */
  synchronized Use take(AppId app) throws InterruptedException {
    while (!taken.add(app)) {
      wait();
    }
    return () -> giveBack(app);
  }

  /** The same without a wait; empty when somebody has them. */
  synchronized Optional<Use> tryTake(AppId app) {
    return taken.add(app) ? Optional.of(() -> giveBack(app)) : Optional.empty();
  }

  private synchronized void giveBack(AppId app) {
    taken.remove(app);
    notifyAll();
  }
}
