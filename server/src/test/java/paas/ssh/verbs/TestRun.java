package paas.ssh.verbs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import paas.engine.OneOff;

/** A command that reads all its input, says two lines and ends with 3. */
final class TestRun implements OneOff {
  final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CountDownLatch inputEnded = new CountDownLatch(1);
  volatile boolean closed;

  @Override
  public OutputStream stdin() {
    return new FilterOutputStream(read) {
      @Override
      public void close() {
        inputEnded.countDown();
      }
    };
  }

  @Override
  public InputStream stdout() {
    return new ByteArrayInputStream("out\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public InputStream stderr() {
    return new ByteArrayInputStream("err\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void resize(int columns, int rows) {}

  @Override
  public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
    return inputEnded.await(limit.toMillis(), TimeUnit.MILLISECONDS)
        ? Optional.of(3)
        : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
