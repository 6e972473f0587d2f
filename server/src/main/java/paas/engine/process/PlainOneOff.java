package paas.engine.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import paas.engine.OneOff;

/** A one-off process with three pipes. */
record PlainOneOff(Job job) implements OneOff {
  /** What a caller that has gone leaves is given this long to end by itself. */
  static final Duration GRACE = Duration.ofSeconds(3);

  @Override
  public OutputStream stdin() {
    return job.process().getOutputStream();
  }

  @Override
  public InputStream stdout() {
    return job.process().getInputStream();
  }

  @Override
  public InputStream stderr() {
    return job.process().getErrorStream();
  }

  @Override
  public void resize(int columns, int rows) {
    // Pipes have no size.
  }

  @Override
  public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
    return job.process().waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(job.process().exitValue())
        : Optional.empty();
  }

  @Override
  public void close() {
    job.ask(Native.SIGTERM, GRACE);
    job.close();
  }
}
