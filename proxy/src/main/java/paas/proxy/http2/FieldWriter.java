package paas.proxy.http2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import paas.proxy.http.Bytes;

/**
 * Writes blocks of fields that need no memory on either side: names that HTTP/2 numbers go as their
 * number, all else as it stands.
 */
public final class FieldWriter {
  private static final int NAME_BITS = 4;
  private static final int TEXT_BITS = 7;
  private static final int INDEXED = 128;

  /** A value that no proxy behind may keep in its memory either. */
  private static final int SECRET = 16;

  private static final int AUTHORITY = 1;
  private static final int PATH = 4;
  private static final int STATUS = 8;

  /** Those of the static table's statuses, from {@link #STATUS} on. */
  private static final List<String> STATUSES =
      List.of("200", "204", "206", "304", "400", "404", "500");

  private static final int FIRST_NAME = 15;

  /** The static table's names, from {@link #FIRST_NAME} on. */
  private static final String NAMES =
      "accept-charset accept-encoding accept-language accept-ranges accept"
          + " access-control-allow-origin age allow authorization cache-control"
          + " content-disposition content-encoding content-language content-length"
          + " content-location content-range content-type cookie date etag expect expires from host"
          + " if-match if-modified-since if-none-match if-range if-unmodified-since last-modified"
          + " link location max-forwards proxy-authenticate proxy-authorization range referer"
          + " refresh retry-after server set-cookie strict-transport-security transfer-encoding"
          + " user-agent vary via www-authenticate";

  /** By length: their numbers in the table. */
  private static final int[][] NUMBERS = new int[32][0];

  private static final byte[][] TEXTS = new byte[64][];

  static {
    int number = FIRST_NAME;
    for (String name : NAMES.split(" ", -1)) {
      int[] same = NUMBERS[name.length()];
      int[] longer = Arrays.copyOf(same, same.length + 1);
      longer[same.length] = number;
      NUMBERS[name.length()] = longer;
      TEXTS[number++] = name.getBytes(StandardCharsets.US_ASCII);
    }
  }

  private FieldWriter() {}

  /** The status, as three digits at {@code b[at]}. */
  public static void status(Bytes out, byte[] b, int at) {
    for (int i = 0; i < STATUSES.size(); i++) {
      String known = STATUSES.get(i);
      if (b[at] == known.charAt(0)
          && b[at + 1] == known.charAt(1)
          && b[at + 2] == known.charAt(2)) {
        out.number(INDEXED | (STATUS + i), 1);
        return;
      }
    }
    integer(out, 0, NAME_BITS, STATUS);
    text(out, b, at, at + 3);
  }

  /** Begins a block by saying that nothing of it, or of later ones, is to be remembered. */
  public static void noTable(Bytes out) {
    out.number(32, 1);
  }

  /** A request's own fields, for a target without TLS. */
  public static void request(Bytes out, String method, String path) {
    switch (method) {
      case "GET" -> out.number(INDEXED | 2, 1);
      case "POST" -> out.number(INDEXED | 3, 1);
      default -> {
        integer(out, 0, NAME_BITS, 2);
        text(out, method);
      }
    }
    out.number(INDEXED | 6, 1);
    integer(out, 0, NAME_BITS, PATH);
    text(out, path);
  }

  private static void text(Bytes out, String text) {
    integer(out, 0, TEXT_BITS, text.length());
    out.put(text);
  }

  public static void authority(Bytes out, byte[] b, int at, int end) {
    integer(out, 0, NAME_BITS, AUTHORITY);
    text(out, b, at, end);
  }

  /** Any other field; capitals of its name become small. */
  public static void field(
      Bytes out, byte[] b, int nameAt, int nameEnd, int valueAt, int valueEnd) {
    int number = number(b, nameAt, nameEnd);
    boolean secret = number > 0 && (TEXTS[number][0] == 'a' && nameEnd - nameAt == 13);
    if (number > 0) {
      integer(out, secret ? SECRET : 0, NAME_BITS, number);
    } else {
      out.number(0, 1);
      integer(out, 0, TEXT_BITS, nameEnd - nameAt);
      for (int i = nameAt; i < nameEnd; i++) {
        out.number(small(b[i]), 1);
      }
    }
    text(out, b, valueAt, valueEnd);
  }

  public static void field(Bytes out, String name, String value) {
    byte[] b = (name + value).getBytes(StandardCharsets.ISO_8859_1);
    field(out, b, 0, name.length(), name.length(), b.length);
  }

  private static int number(byte[] b, int at, int end) {
    int length = end - at;
    if (length < NUMBERS.length) {
      for (int candidate : NUMBERS[length]) {
        byte[] text = TEXTS[candidate];
        int i = 0;
        while (i < length && small(b[at + i]) == text[i]) {
          i++;
        }
        if (i == length) {
          return candidate;
        }
      }
    }
    return 0;
  }

  private static int small(byte c) {
    return c >= 'A' && c <= 'Z' ? c | 32 : c;
  }

  private static void text(Bytes out, byte[] b, int at, int end) {
    integer(out, 0, TEXT_BITS, end - at);
    out.put(b, at, end - at);
  }

  private static void integer(Bytes out, int marks, int bits, int value) {
    int most = (1 << bits) - 1;
    if (value < most) {
      out.number(marks | value, 1);
      return;
    }
    out.number(marks | most, 1);
    int rest = value - most;
    while (rest >= 128) {
      out.number((rest & 127) | 128, 1);
      rest >>>= 7;
    }
    out.number(rest, 1);
  }
}
