package paas.hooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** Git's pkt-lines: four hex digits of length, themselves included, then the content. */
final class Packets {
  /** Side-band-64k allows 65,520 in all. */
  private static final int MAX_CONTENT = 65_515;

  private static final byte[] FLUSH = {'0', '0', '0', '0'};

  private Packets() {}

  /** Content of any length, in as many packets as it needs. */
  static byte[] inBand(int band, byte[] content, boolean flush) {
    ByteArrayOutputStream packets = new ByteArrayOutputStream(content.length + 16);
    for (int at = 0; at < content.length; at += MAX_CONTENT) {
      int length = Math.min(MAX_CONTENT, content.length - at);
      header(packets, length + 5);
      packets.write(band);
      packets.write(content, at, length);
    }
    if (flush) {
      packets.writeBytes(FLUSH);
    }
    return packets.toByteArray();
  }

  /**
   * The report's lines are {@code unpack ...}, {@code ok REF}, {@code ng REF reason}, then a flush.
   */
  static byte[] rewriteReport(byte[] report, Map<String, String> refused) {
    ByteArrayOutputStream rewritten = new ByteArrayOutputStream(report.length + 64);
    int at = 0;
    while (at + 4 <= report.length) {
      int length = Integer.parseInt(new String(report, at, 4, US_ASCII), 16);
      if (length == 0) {
        rewritten.writeBytes(FLUSH);
        at += 4;
      } else {
        line(rewritten, rewriteLine(new String(report, at + 4, length - 4, UTF_8), refused));
        at += length;
      }
    }
    return rewritten.toByteArray();
  }

  private static String rewriteLine(String line, Map<String, String> refused) {
    String[] words = line.strip().split(" ", 3);
    boolean aboutRef = words.length > 1 && (words[0].equals("ok") || words[0].equals("ng"));
    String reason = aboutRef ? refused.get(words[1]) : null;
    return reason == null ? line : "ng " + words[1] + " " + reason + "\n";
  }

  private static void line(ByteArrayOutputStream to, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    header(to, bytes.length + 4);
    to.writeBytes(bytes);
  }

  private static void header(ByteArrayOutputStream to, int length) {
    to.writeBytes(String.format("%04x", length).getBytes(US_ASCII));
  }
}
