package paas.house;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One house for each engine, opened when the first test wants it and shared by all that leave it as
 * they found it; it is closed when the last test of the run has ended.
 */
final class Houses implements BeforeAllCallback {
  private @Nullable Shared shared;

  @Override
  public void beforeAll(ExtensionContext context) {
    shared =
        context
            .getRoot()
            .getStore(Namespace.create(Houses.class))
            .computeIfAbsent(Shared.class, _ -> new Shared(), Shared.class);
  }

  House of(EngineKind engine) {
    if (shared == null) {
      throw new IllegalStateException("no test class has begun");
    }
    return shared.of(engine);
  }

  /** Closed by JUnit. */
  private static final class Shared implements AutoCloseable {
    private final Map<EngineKind, House> open = new EnumMap<>(EngineKind.class);

    synchronized House of(EngineKind engine) {
      return open.computeIfAbsent(engine, Shared::opened);
    }

    private static House opened(EngineKind engine) {
      try {
        return House.open(engine);
      } catch (IOException e) {
        throw new AssertionError("no house on " + engine, e);
      }
    }

    @Override
    public synchronized void close() throws IOException {
      for (House house : open.values()) {
        house.close();
      }
    }
  }
}
