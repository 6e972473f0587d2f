package paas;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.BuildRequest;
import paas.engine.Built;
import paas.engine.CacheUse;
import paas.engine.Engine;
import paas.engine.EngineUnavailable;
import paas.engine.EnterSpec;
import paas.engine.Health;
import paas.engine.InstanceSpec;
import paas.engine.InstanceState;
import paas.engine.InstanceState.Ended;
import paas.engine.Listener;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.engine.Reach;
import paas.engine.Running;
import paas.engine.StartFailed;
import paas.engine.Stopped;
import paas.engine.Supply;
import paas.engine.Usage;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.InstanceName;

/**
 * An engine that apps were built for and that does not answer while the server starts: apps are
 * served without it, and every call looks whether it is there by now.
 */
final class LateEngine implements Engine {
  private static final Logger log = LoggerFactory.getLogger(LateEngine.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofSeconds(3);

  private final String name;
  private final Supplier<Engine> opening;
  private final List<Consumer<Ended>> listeners = new ArrayList<>();
  private final List<Consumer<InstanceName>> changes = new ArrayList<>();
  private final ReentrantLock attempt = new ReentrantLock();
  private volatile @Nullable Engine engine;
  private volatile boolean closed;
  private @Nullable EngineUnavailable failure;
  private long failedAt;

  /**
   * @param opening returns the open engine, or throws {@link EngineUnavailable}
   * @param first what it said at the first attempt
   */
  LateEngine(String name, Supplier<Engine> opening, EngineUnavailable first) {
    this.name = name;
    this.opening = opening;
    failed(first);
  }

  /** One attempt at a time; who waits for it shares what became of it. */
  private Engine engine() {
    Engine there = engine;
    if (there != null) {
      return there;
    }
    try {
      if (!attempt.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw unavailable("the " + name + " engine does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("interrupted", e);
    }
    try {
      return opened();
    } finally {
      attempt.unlock();
    }
  }

  private Engine opened() {
    Engine there = engine;
    if (there != null) {
      return there;
    }
    EngineUnavailable last = failure;
    if (last != null && System.nanoTime() - failedAt < FRESH.toNanos()) {
      throw new EngineUnavailable(last.getMessage() + ", as ever since this server started", last);
    }
    if (closed) {
      throw unavailable("the server is stopping");
    }
    try {
      return taken(opening.get());
    } catch (EngineUnavailable e) {
      failed(e);
      throw e;
    }
  }

  private void failed(EngineUnavailable e) {
    failure = e;
    failedAt = System.nanoTime();
  }

  private synchronized Engine taken(Engine opened) {
    if (closed) {
      opened.close();
      throw unavailable("the server is stopping");
    }
    listeners.forEach(opened::onEnded);
    changes.forEach(opened::onChanged);
    engine = opened;
    log.info("the {} engine answers now", name);
    return opened;
  }

  static EngineUnavailable unavailable(String why) {
    return new EngineUnavailable(why, new IllegalStateException(why));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Reach reach() {
    return engine().reach();
  }

  @Override
  public Health check() {
    try {
      return engine().check();
    } catch (EngineUnavailable e) {
      return new Health(String.valueOf(e.getMessage()), List.of());
    }
  }

  @Override
  public List<Path> storage() {
    try {
      return engine().storage();
    } catch (EngineUnavailable e) {
      return List.of();
    }
  }

  @Override
  public Artifact build(BuildRequest request, BuildOutput output)
      throws BuildFailed, InterruptedException {
    return engine().build(request, output);
  }

  @Override
  public Running start(InstanceSpec spec) throws StartFailed, InterruptedException {
    return engine().start(spec);
  }

  @Override
  public InstanceState inspect(InstanceName instance) {
    return engine().inspect(instance);
  }

  @Override
  public List<InstanceState> recover() {
    return engine().recover();
  }

  @Override
  public Stopped stop(InstanceName instance, Duration grace) throws InterruptedException {
    return engine().stop(instance, grace);
  }

  @Override
  public boolean freeze(InstanceName instance) throws InterruptedException {
    return engine().freeze(instance);
  }

  @Override
  public boolean thaw(InstanceName instance) throws InterruptedException {
    return engine().thaw(instance);
  }

  @Override
  public List<Listener> listeners(InstanceName instance) {
    return engine().listeners(instance);
  }

  @Override
  public Usage usage(InstanceName instance) {
    return engine().usage(instance);
  }

  @Override
  public OneOff run(OneOffSpec spec) throws StartFailed, InterruptedException {
    return engine().run(spec);
  }

  @Override
  public OneOff enter(EnterSpec spec) throws StartFailed, InterruptedException {
    return engine().enter(spec);
  }

  @Override
  public boolean has(Artifact artifact) {
    return engine().has(artifact);
  }

  @Override
  public List<Built> built() {
    return engine().built();
  }

  @Override
  public void discard(Artifact artifact) {
    engine().discard(artifact);
  }

  @Override
  public void forget(AppId app) throws InterruptedException {
    engine().forget(app);
  }

  @Override
  public CacheUse cache(AppId app) throws InterruptedException {
    return engine().cache(app);
  }

  @Override
  public CacheUse clearCache(AppId app) throws InterruptedException {
    return engine().clearCache(app);
  }

  @Override
  public Optional<String> refused(Supply.Login login) throws InterruptedException {
    return engine().refused(login);
  }

  @Override
  public synchronized void onEnded(Consumer<Ended> listener) {
    listeners.add(listener);
    Engine there = engine;
    if (there != null) {
      there.onEnded(listener);
    }
  }

  @Override
  public synchronized void onChanged(Consumer<InstanceName> listener) {
    changes.add(listener);
    Engine there = engine;
    if (there != null) {
      there.onChanged(listener);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Engine there = engine;
    if (there != null) {
      there.close();
    }
  }
}
