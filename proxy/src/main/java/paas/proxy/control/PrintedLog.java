package paas.proxy.control;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import paas.proxy.RequestLine;
import paas.proxy.RouterLog;

/** Router lines on a stream, such as standard output, written a batch at a time. */
final class PrintedLog implements RouterLog {
  private static final int BATCH = 65_536;

  private final PrintStream out;
  private final StringBuilder batch = new StringBuilder(BATCH + 1024);

  PrintedLog(PrintStream out) {
    this.out = out;
  }

  @Override
  public void request(RequestLine line) {
    line.text(batch);
    added();
  }

  @Override
  public void dropped(long lines) {
    batch.append("at=warning desc=\"router lines lost\" count=").append(lines);
    added();
  }

  private void added() {
    batch.append('\n');
    if (batch.length() >= BATCH) {
      batchEnded();
    }
  }

  @Override
  public void batchEnded() {
    byte[] lines = batch.toString().getBytes(StandardCharsets.US_ASCII);
    batch.setLength(0);
    out.write(lines, 0, lines.length);
    out.flush();
  }
}
