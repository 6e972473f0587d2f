package paas.engine.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that belongs to this server: a build's step or a one-off. It ends with its owner. */
final class Job implements AutoCloseable {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(15);
  private final RunFolder folder;
  private final Process runner;
  private final Runnable clear;

  Job(RunFolder folder, Process runner, Runnable clear) {
    this.folder = folder;
    this.runner = runner;
    this.clear = clear;
  }

  /** Its runner, whose streams and exit status are its own. */
  Process process() {
    return runner;
  }

  /** Asks it to end, a stopped one too, and waits; what does not heed it is killed by a close. */
  void ask(int signal, Duration grace) {
    if (!runner.isAlive()) {
      return;
    }
    folder
        .process()
        .ifPresent(process -> {
          process.signalGroup(signal);
          process.signalGroup(Native.SIGCONT);
        });
    try {
      runner.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills all of it, waits until nothing is left and removes its traces. */
  @Override
  public void close() {
    long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
    boolean interrupted = false;
    while (runner.isAlive() && System.nanoTime() < deadline) {
      // Again and again: it may be caught before its process is there.
      folder.process().ifPresent(process -> process.signalGroup(Native.SIGKILL));
      try {
        runner.waitFor(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    clear.run();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
