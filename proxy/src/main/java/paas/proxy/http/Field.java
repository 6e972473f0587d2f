package paas.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The header fields that mean something to the proxy; every other one is {@link #OTHER} and passes
 * untouched.
 */
public enum Field {
  OTHER(""),
  HOST("host"),
  CONTENT_LENGTH("content-length"),
  TRANSFER_ENCODING("transfer-encoding"),
  CONNECTION("connection"),
  UPGRADE("upgrade"),
  EXPECT("expect"),
  REQUEST_ID("x-request-id"),
  REQUEST_START("x-request-start"),
  FORWARDED_FOR("x-forwarded-for"),
  FORWARDED_PROTO("x-forwarded-proto"),
  FORWARDED_HOST("x-forwarded-host"),
  FORWARDED_PORT("x-forwarded-port"),
  /**
   * Any other {@code X-Forwarded-...}, {@code Forwarded}, {@code X-Real-IP}: a claim about the
   * client, never believed.
   */
  CLAIM("forwarded x-real-ip x-client-ip x-cluster-client-ip true-client-ip"),
  /** Concerns one connection only, or is a special field in disguise ({@code Content_Length}). */
  HOP(
      "keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer http2-settings");

  /**
   * Index: a byte of a name. Value: lower case with '_' as '-', or 0 where it may not stand in a
   * name.
   */
  private static final byte[] FOLD = new byte[256];

  private static final Known FORWARDED_PREFIX = new Known(CLAIM, "x-forwarded-");
  private static final Known[][] BY_LENGTH = new Known[32][0];

  private static final class Known {
    final Field field;
    final byte[] name;

    Known(Field field, String name) {
      this.field = field;
      this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    boolean same(byte[] b, int at) {
      for (int i = 0; i < name.length; i++) {
        if (FOLD[b[at + i] & 255] != name[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** Separated by spaces. */
  private final String names;

  Field(String names) {
    this.names = names;
  }

  static {
    for (char c : "!#$%&'*+-.^`|~0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
      FOLD[c] = (byte) c;
      FOLD[Character.toUpperCase(c)] = (byte) c;
    }
    FOLD['_'] = '-';
    for (Field field : values()) {
      for (String name : List.of(field.names.split(" ", -1))) {
        Known[] old = BY_LENGTH[name.length()];
        Known[] longer = Arrays.copyOf(old, old.length + 1);
        longer[old.length] = new Known(field, name);
        BY_LENGTH[name.length()] = longer;
      }
    }
  }

  /** Whether the byte may stand in a token (a method or a field name). */
  static boolean token(byte b) {
    return FOLD[b & 255] != 0;
  }

  /** Which field the name in {@code b[at, end)} is. The name consists of token bytes. */
  static Field of(byte[] b, int at, int end) {
    int length = end - at;
    if (length < BY_LENGTH.length) {
      for (Known known : BY_LENGTH[length]) {
        if (known.same(b, at)) {
          return hasUnderscore(b, at, end) ? HOP : known.field;
        }
      }
    }
    return length > FORWARDED_PREFIX.name.length && FORWARDED_PREFIX.same(b, at) ? CLAIM : OTHER;
  }

  private static boolean hasUnderscore(byte[] b, int at, int end) {
    for (int i = at; i < end; i++) {
      if (b[i] == '_') {
        return true;
      }
    }
    return false;
  }
}
