package paas.proxy.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of the PROXY protocol, version 1 (a line) or 2 (binary): who the client of a proxy in
 * front of this one is. Strict: what is not exactly as the protocol says is an error.
 */
public final class ProxyHeader {
  /** Bytes of the longest header that is read: nobody needs more than a few hundred. */
  public static final int MAX = 2048;

  private static final byte[] LINE = ascii("PROXY ");
  private static final byte[] BINARY = ascii("\r\n\r\n\0\r\nQUIT\n");
  private static final int LONGEST_LINE = 107;
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final Pattern FOUR =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern SIX = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");
  private static final int MAX_PORT = 65_535;

  /** Where addresses begin in a binary header. */
  private static final int FIXED = 16;

  private @Nullable InetAddress source;
  private int port;

  /** The client; null when the proxy speaks for itself, or does not know. */
  public @Nullable InetAddress source() {
    return source;
  }

  /** The port that the client dialled; 0 when {@link #source} is null. */
  public int port() {
    return port;
  }

  /**
   * Parses the header at {@code b[0, to)}. Returns where it ends, or -1 while more is needed.
   *
   * @throws BadMessage when there is none, or a wrong one
   */
  public int parse(byte[] b, int to) throws BadMessage {
    source = null;
    port = 0;
    if (begins(b, to, LINE)) {
      return to < LINE.length ? -1 : line(b, to);
    }
    if (begins(b, to, BINARY)) {
      return to < FIXED ? -1 : binary(b, to);
    }
    throw new BadMessage("no header of the PROXY protocol");
  }

  /** Whether what has come so far agrees with {@code start}. */
  private static boolean begins(byte[] b, int to, byte[] start) {
    int length = Math.min(to, start.length);
    return Arrays.equals(b, 0, length, start, 0, length);
  }

  private int line(byte[] b, int to) throws BadMessage {
    int end = LINE.length;
    while (end < to && b[end] != '\n') {
      end++;
    }
    if (end == to || end >= LONGEST_LINE) {
      if (end >= LONGEST_LINE) {
        throw new BadMessage("a PROXY line of more than " + LONGEST_LINE + " bytes");
      }
      return -1;
    }
    if (b[end - 1] != '\r') {
      throw new BadMessage("a PROXY line without CR");
    }
    String text = new String(b, 0, end - 1, StandardCharsets.ISO_8859_1);
    String[] words = text.split(" ", -1);
    if (!words[1].equals("UNKNOWN")) {
      known(words);
    }
    return end + 1;
  }

  private void known(String[] words) throws BadMessage {
    boolean four = words[1].equals("TCP4");
    if ((!four && !words[1].equals("TCP6")) || words.length != 6) {
      throw new BadMessage("a PROXY line that is not TCP4, TCP6 or UNKNOWN with its four words");
    }
    InetAddress from = address(words[2], four);
    address(words[3], four);
    port(words[4]);
    port = port(words[5]);
    source = from;
  }

  private static InetAddress address(String text, boolean four) throws BadMessage {
    try {
      if ((four ? FOUR : SIX).matcher(text).matches()) {
        return InetAddress.ofLiteral(text);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new BadMessage("a PROXY line with a malformed address");
  }

  private static int port(String text) throws BadMessage {
    if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > MAX_PORT) {
      throw new BadMessage("a PROXY line with a malformed port");
    }
    return Integer.parseInt(text);
  }

  private int binary(byte[] b, int to) throws BadMessage {
    int command = b[12] & 0xff;
    int kind = b[13] & 0xff;
    int length = FIXED + unsigned(b, 14);
    if (command != 0x20 && command != 0x21) {
      throw new BadMessage("a PROXY header of another version or command");
    }
    int size =
        switch (kind) {
          case 0x00 -> 0;
          case 0x11 -> 12;
          case 0x21 -> 36;
          case 0x31 -> 216;
          default -> throw new BadMessage("a PROXY header for something else than a stream");
        };
    if (length > MAX || length < FIXED + size) {
      throw new BadMessage("a PROXY header of a wrong length");
    }
    if (to < length) {
      return -1;
    }
    extras(b, FIXED + size, length);
    if (command == 0x21 && size == 12) {
      addresses(b, 4);
    } else if (command == 0x21 && size == 36) {
      addresses(b, 16);
    }
    return length;
  }

  /** Type, length and value, one after the other: read only to see that they fill the header. */
  private static void extras(byte[] b, int from, int end) throws BadMessage {
    int at = from;
    while (at < end) {
      at = at + 3 <= end ? at + 3 + unsigned(b, at + 1) : end + 1;
    }
    if (at != end) {
      throw new BadMessage("a PROXY header whose parts do not fill it");
    }
  }

  private void addresses(byte[] b, int bytes) throws BadMessage {
    try {
      source = InetAddress.getByAddress(Arrays.copyOfRange(b, FIXED, FIXED + bytes));
    } catch (UnknownHostException e) {
      throw new BadMessage("a PROXY header with a malformed address");
    }
    port = unsigned(b, FIXED + 2 * bytes + 2);
  }

  private static int unsigned(byte[] b, int at) {
    return (b[at] & 0xff) << 8 | (b[at + 1] & 0xff);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
