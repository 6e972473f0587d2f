package paas.house;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody at a terminal: types, and waits until the screen shows what it should. */
final class Screen implements AutoCloseable {
  private static final Pattern DEVICE = Pattern.compile("/dev/pts/[0-9]+");
  private final Process process;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  Screen(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (shown) {
          shown.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that it ever showed. */
  String text() {
    synchronized (shown) {
      return shown.toString(StandardCharsets.UTF_8).replace("\r", "");
    }
  }

  Screen shows(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    await()
        .alias(pattern)
        .atMost(House.SOON)
        .conditionEvaluationListener(null)
        .untilAsserted(() -> {
          if (!wanted.matcher(text()).find()) {
            throw new AssertionError("no " + pattern + " in\n" + text());
          }
        });
    return this;
  }

  Screen type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return this;
  }

  /** As a window manager does when the window is pulled larger. */
  Screen resize(int columns, int rows) {
    shows(DEVICE.pattern());
    Matcher device = DEVICE.matcher(text());
    device.find();
    Shell.run("stty", "-F", device.group(), "cols", columns + "", "rows", rows + "").ok();
    return this;
  }

  int exit() throws InterruptedException {
    if (!process.waitFor(House.SOON.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; it showed\n" + text());
    }
    return process.exitValue();
  }

  /** kill -9 of the client: its connection breaks without a word. */
  void vanish() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
