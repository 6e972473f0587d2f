package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceState;
import paas.engine.LogSink;
import paas.engine.Running;
import paas.engine.Stopped;
import paas.model.InstanceName;

/** One instance as this server sees it: follows its log and its end on a thread of its own. */
final class Instance {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(15);

  private final InstanceName name;
  private final RunFolder folder;
  private final RunFolder.About about;
  private final Cgroups cgroups;
  private final Tail tail;
  private final FolderWatch watch;
  private final Pace pace = new Pace();
  private final Semaphore wake = new Semaphore(0);
  private final CompletableFuture<InstanceState.Ended> end = new CompletableFuture<>();
  private volatile boolean closed;
  private boolean unreadable;

  Instance(
      InstanceName name,
      RunFolder folder,
      RunFolder.About about,
      Cgroups cgroups,
      FolderWatch watch,
      LogSink sink)
      throws IOException {
    this.name = name;
    this.folder = folder;
    this.about = about;
    this.cgroups = cgroups;
    this.watch = watch;
    this.tail = new Tail(folder, lines(name, about.release(), sink));
  }

  private static Tail.Lines lines(InstanceName name, int release, LogSink sink) {
    return new Tail.Lines() {
      @Override
      public void line(Instant at, String text) {
        sink.line(name, release, at, text);
      }

      @Override
      public void gap(Instant at, String what) {
        sink.gap(name, at, what);
      }
    };
  }

  /** Follows it until its end or until {@link #close}. */
  void follow(Consumer<InstanceState.Ended> ended) throws IOException {
    watch.add(folder.path(), this::wake);
    Thread.ofVirtual().name(name.toString()).start(() -> followUntilEnd(ended));
  }

  private void followUntilEnd(Consumer<InstanceState.Ended> ended) {
    try (tail) {
      while (!closed) {
        // Asked before the log is read: what was written before the end is then read too.
        boolean over = isOver();
        readLog(over);
        if (over && !closed) {
          InstanceState.Ended how = ended();
          end.complete(how);
          ended.accept(how);
          return;
        }
        wake.tryAcquire(pace.pause().toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }

  /** A log that cannot be read or taken must not keep anybody from seeing the end. */
  @SuppressWarnings("ThreadPriorityCheck") // no clock interrupts a virtual thread
  private void readLog(boolean over) {
    try {
      long before = tail.position();
      while (!closed && !unreadable && tail.read()) {
        // One that always has work would keep a CPU from all the others.
        Thread.yield();
      }
      if (pace.changed(tail.position() != before) && !over) {
        watch.setWrites(folder.path(), !pace.inTurns());
        wake();
      }
      if (over && !closed && !unreadable) {
        tail.finish();
      }
    } catch (RuntimeException broken) {
      unreadable = true;
      LOG.error("the log of {} is not followed any further", name, broken);
    }
  }

  /** Something in its folder changed. */
  void wake() {
    wake.release();
  }

  /** Stops following; the instance goes on. */
  void close() {
    closed = true;
    wake();
  }

  RunFolder folder() {
    return folder;
  }

  int port() {
    return about.port();
  }

  boolean hasEnded() {
    return end.isDone();
  }

  InstanceState state() {
    if (end.isDone()) {
      return end.join();
    }
    return folder.isFrozen() ? new InstanceState.Held(name, about.release()) : running();
  }

  /** Lets it stand still; what it starts while it is stopped is found by the second look. */
  boolean freeze() {
    if (end.isDone()) {
      return false;
    }
    folder.setFrozen(true);
    folder.process().ifPresent(process -> process.signalGroup(Native.SIGSTOP));
    for (int look = 0; look < 2; look++) {
      tree().signalAllBut(folder.runner(), Native.SIGSTOP);
    }
    return true;
  }

  /** Lets it go on; true when it runs. */
  boolean thaw() {
    if (!end.isDone() && folder.isFrozen()) {
      folder.process().ifPresent(process -> process.signalGroup(Native.SIGCONT));
      tree().signalAllBut(folder.runner(), Native.SIGCONT);
      folder.setFrozen(false);
    }
    return !end.isDone();
  }

  Running running() {
    return new Running(
        name, about.release(), "127.0.0.1", about.port(), about.port(), about.startedAt());
  }

  /** Ends it and all that came from it. */
  Stopped stop(Duration grace) throws InterruptedException {
    long began = System.nanoTime();
    boolean killed = false;
    try {
      if (!end.isDone()) {
        thaw();
        folder.setStopping(true);
        folder.process().ifPresent(process -> process.signalGroup(Native.SIGTERM));
        if (!endsWithin(grace)) {
          killed = true;
          kill();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Stopped(Duration.ofNanos(System.nanoTime() - began), killed);
  }

  private void kill() throws IOException, InterruptedException {
    folder.setStopping(false);
    folder.process().ifPresent(process -> process.signalGroup(Native.SIGKILL));
    if (!endsWithin(KILL_LIMIT)) {
      throw new EngineUnavailable(name + " cannot be killed", new TimeoutException());
    }
  }

  private boolean endsWithin(Duration limit) throws InterruptedException {
    try {
      end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The roots of its process tree: its own, and the runner's, which strays come back to. */
  ProcessTree tree() {
    Set<ProcessId> roots = new LinkedHashSet<>();
    folder.process().ifPresent(roots::add);
    folder.runner().ifPresent(roots::add);
    return ProcessTree.below(roots);
  }

  /** Whether nothing of it is left, the strays of a runner that was killed included. */
  private boolean isOver() {
    if (!about.boot().equals(RunFolder.boot())) {
      return true;
    }
    boolean alive = alive(folder.process()) || alive(folder.runner());
    if (alive && !folder.done()) {
      return false;
    }
    Strays.kill(folder, cgroups);
    return true;
  }

  private static boolean alive(Optional<ProcessId> process) {
    return process.filter(ProcessId::alive).isPresent();
  }

  private InstanceState.Ended ended() {
    boolean memory = cgroups.killedForMemory(folder.name());
    return new InstanceState.Ended(name, about.release(), folder.exit(), memory, folder.exitAt());
  }
}
