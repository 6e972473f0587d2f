package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that belongs to this server: a build's step or a one-off. It ends with its owner. */
final class Job implements AutoCloseable {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(15);
  private final RunFolder folder;
  private final Process runner;
  private final Cgroups cgroups;

  Job(RunFolder folder, Process runner, Cgroups cgroups) {
    this.folder = folder;
    this.runner = runner;
    this.cgroups = cgroups;
  }

  Process process() {
    return runner;
  }

  /** Kills all of it and waits until nothing is left. */
  @Override
  public void close() {
    try {
      kill();
      folder.delete();
      cgroups.remove(folder.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
    boolean interrupted = false;
    while (runner.isAlive() && System.nanoTime() < deadline) {
      folder.process().ifPresent(process -> process.signalGroup(Native.SIGKILL));
      try {
        if (runner.waitFor(20, TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    sweep(folder, cgroups);
  }

  /** Kills what a server that died left of a job, or what escaped from its runner. */
  static void sweep(RunFolder folder, Cgroups cgroups) {
    folder.process().ifPresent(process -> process.signalGroup(Native.SIGKILL));
    cgroups.kill(folder.name());
    ProcessTree.marked(Environments.MARK + "=" + folder.path()).kill();
  }
}
