package paas.ssh.verbs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.cli.Call;
import paas.cli.Streams;
import paas.cli.Terminal;
import paas.cli.Verbs;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;

/** A one-off process with the caller's ends on its own. */
final class Attached {
  private static final Duration LOOK = Duration.ofMillis(500);

  /** An output that says nothing for so long after the end is held open by something else. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final OneOff oneOff;
  private final Call call;
  private volatile long moved = System.nanoTime();
  private volatile boolean writing;

  Attached(OneOff oneOff, Call call) {
    this.oneOff = oneOff;
    this.call = call;
  }

  static OneOffSpec.@Nullable Terminal size(Call call) {
    Terminal terminal = call.terminal().orElse(null);
    return terminal == null
        ? null
        : new OneOffSpec.Terminal(terminal.type(), terminal.columns(), terminal.rows());
  }

  /** Returns its exit status, or 130 when the caller went away; what is left is then killed. */
  int toItsEnd() throws InterruptedException {
    Terminal terminal = call.terminal().orElse(null);
    if (terminal != null) {
      terminal.raw();
      terminal.onResize(oneOff::resize);
      // It may have changed since it was asked for.
      oneOff.resize(terminal.columns(), terminal.rows());
    }
    Streams streams = call.streams();
    call.cancel().onCancel(() -> Thread.ofVirtual().name("run-cancel").start(oneOff::close));
    pump("run-stdin").start(this::feed);
    Thread out = drain("run-stdout", oneOff.stdout(), streams.out());
    Thread err = drain("run-stderr", oneOff.stderr(), streams.err());
    while (!call.cancel().cancelled()) {
      Optional<Integer> status = oneOff.waitFor(LOOK);
      if (status.isPresent()) {
        join(out);
        join(err);
        return call.cancel().cancelled() ? Verbs.CANCELLED : status.get();
      }
    }
    return Verbs.CANCELLED;
  }

  /** No virtual one: a read from a terminal holds whatever carries it. */
  private static Thread.Builder pump(String name) {
    return Thread.ofPlatform().daemon().name(name);
  }

  private void feed() {
    try (OutputStream stdin = oneOff.stdin()) {
      passOn(call.stdin(), stdin);
    } catch (IOException _) {
      // The command no longer reads, as commands may.
    }
  }

  private Thread drain(String name, InputStream from, OutputStream to) {
    return pump(name)
        .start(() -> {
          try {
            byte[] buffer = new byte[16 << 10];
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
              writing = true;
              to.write(buffer, 0, n);
              to.flush();
              writing = false;
              moved = System.nanoTime();
            }
          } catch (IOException _) {
            // One of the two ended: the exit status tells what there is to tell.
            writing = false;
          }
        });
  }

  /** All that was written is brought, however slow the caller reads. */
  private void join(Thread output) throws InterruptedException {
    while (!output.join(LOOK) && !call.cancel().cancelled()) {
      if (!writing && System.nanoTime() - moved > SILENCE.toNanos()) {
        return;
      }
    }
  }

  /** Like transferTo, but what came is passed on at once. */
  private static void passOn(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[16 << 10];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
      to.flush();
    }
  }
}
