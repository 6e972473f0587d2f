package paas.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Reads one line from a terminal in raw mode: echoes, and knows backspace, Ctrl-C and Ctrl-D. */
final class TypedLine {
  private static final int MOST_BYTES = 256;
  private static final byte[] RUB_OUT = {'\b', ' ', '\b'};

  private final InputStream in;
  private final OutputStream echo;

  TypedLine(InputStream in, OutputStream echo) {
    this.in = in;
    this.echo = echo;
  }

  /** The line without its end; what was typed so far at the end of input. */
  String read(Cancel cancel) throws IOException {
    ByteArrayOutputStream typed = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\r' && b != '\n' && b != 0x04; b = in.read()) {
      if (b == 0x03) {
        cancel.cancel();
        break;
      }
      take(b, typed);
    }
    if (cancel.cancelled()) {
      throw new Cancelled();
    }
    return typed.toString(StandardCharsets.UTF_8);
  }

  private void take(int b, ByteArrayOutputStream typed) throws IOException {
    if (b == 0x7f || b == '\b') {
      byte[] before = typed.toByteArray();
      if (before.length > 0) {
        typed.reset();
        typed.write(before, 0, before.length - 1);
        echo.write(RUB_OUT);
      }
    } else if (b >= ' ' && typed.size() < MOST_BYTES) {
      typed.write(b);
      echo.write(b);
    }
    echo.flush();
  }
}
