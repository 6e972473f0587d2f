package paas.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.InstanceName;

/**
 * Where apps are built and run. Every effect is idempotent and found again by its deterministic
 * name: to repeat one after a crash is always right. Thread-safe. Every call has a deadline of its
 * own and throws {@link EngineUnavailable} when the engine does not answer in time.
 */
public interface Engine extends AutoCloseable {
  /** {@code docker} or {@code process}. */
  String name();

  /** How what it runs is dialled; the same for as long as it is open. */
  Reach reach();

  /** Whether it could start something now, and the facts that {@code doctor} shows. */
  Health check();

  /** Where on this machine it keeps what it builds and runs, apart from the data folder. */
  default List<Path> storage() {
    return List.of();
  }

  /**
   * Builds a plan; blocks until done. Interrupting the thread cancels and leaves nothing behind.
   *
   * @throws BuildFailed when the app's own build fails or something that it needs is missing
   */
  Artifact build(BuildRequest request, BuildOutput output) throws BuildFailed, InterruptedException;

  /**
   * Starts one process and returns as soon as it runs, healthy or not. An instance of this name
   * that already runs is returned as it is; one that was paused goes on.
   *
   * @throws StartFailed when it cannot even be started
   */
  Running start(InstanceSpec spec) throws StartFailed, InterruptedException;

  /** What is true of this instance now. */
  InstanceState inspect(InstanceName name);

  /** Every instance of this data folder, running or ended, known to the engine. */
  List<InstanceState> recover();

  /**
   * Lets it go on if it stands still; SIGTERM, then after {@code grace} SIGKILL to all that is left
   * of its process tree; returns when nothing of it is left. Nothing happens when there is no such
   * instance.
   *
   * @return how it ended
   */
  Stopped stop(InstanceName name, Duration grace) throws InterruptedException;

  /** Stops these side by side, as {@link #stop} does one; returns when all are gone. */
  default List<Stopped> stopAll(Collection<InstanceName> names, Duration grace)
      throws InterruptedException {
    List<Callable<Stopped>> stops = new ArrayList<>();
    names.forEach(name -> stops.add(() -> stop(name, grace)));
    List<Stopped> ended = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Stopped> stop : threads.invokeAll(stops)) {
        ended.add(stop.get());
      }
    } catch (ExecutionException e) {
      throw new EngineUnavailable("an instance could not be stopped", e);
    }
    return ended;
  }

  /**
   * Lets all of an instance stand still, with its memory kept; it is {@link InstanceState.Held}
   * then. Nothing happens when it does not run.
   *
   * @return whether it stands still
   */
  boolean freeze(InstanceName name) throws InterruptedException;

  /**
   * Lets an instance go on that stands still.
   *
   * @return whether it runs
   */
  boolean thaw(InstanceName name) throws InterruptedException;

  /** The TCP sockets that this instance listens on, as seen from inside of it. */
  List<Listener> listeners(InstanceName name);

  /** What it uses now; zeros when it is gone. */
  Usage usage(InstanceName name);

  /** Runs one command beside the app, with the release's artifact and config. */
  OneOff run(OneOffSpec spec) throws StartFailed, InterruptedException;

  /**
   * Runs one command inside of an instance: as its user, in its folder, with what it was given of
   * environment and limits. It ends with the instance.
   *
   * @throws StartFailed when the instance does not run
   */
  OneOff enter(EnterSpec spec) throws StartFailed, InterruptedException;

  /** Whether the artifact is still there. */
  boolean has(Artifact artifact);

  /** All that builds of this data folder have made and that is still there, whole or half. */
  List<Built> built();

  /** Removes an artifact; nothing happens when it is gone. */
  void discard(Artifact artifact);

  /** Removes all that is left of an app: instances, networks, artifacts, caches. */
  void forget(AppId app) throws InterruptedException;

  /** What is kept of an app's builds for its next ones. */
  CacheUse cache(AppId app) throws InterruptedException;

  /** Drops it, while no build of the app is under way, and tells what it was. */
  CacheUse clearCache(AppId app) throws InterruptedException;

  /**
   * Whether a registry of images refuses a login, and in which words; empty where it does not, or
   * where images are nothing to this engine.
   */
  default Optional<String> refused(Supply.Login login) throws InterruptedException {
    return Optional.empty();
  }

  /** Calls back, on a thread of the engine's, whenever an instance has ended. */
  void onEnded(Consumer<InstanceState.Ended> listener);

  /**
   * Calls back, on a thread of the engine's, when an instance may be elsewhere or otherwise than
   * before: by somebody else's hand, or unseen while the engine did not answer.
   */
  default void onChanged(Consumer<InstanceName> listener) {}

  /** Lets go of what it holds in this process; apps go on running. */
  @Override
  void close();
}
