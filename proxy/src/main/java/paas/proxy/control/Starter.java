package paas.proxy.control;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sees to it that there is a proxy. */
@FunctionalInterface
public interface Starter {
  /** Nobody starts it here: it is waited for. */
  Starter NONE = (_, _) -> {};

  /**
   * Called before each attempt to connect.
   *
   * @param now the proxy that runs; null when none answers
   * @param before the one that was spoken with last; null when there was none yet
   * @throws IOException when none can be started
   */
  void ensure(@Nullable Running now, @Nullable Running before)
      throws IOException, InterruptedException;
}
