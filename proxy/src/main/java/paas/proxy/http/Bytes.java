package paas.proxy.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array that heads are written into. Kept and cleared, so that a request allocates
 * nothing here.
 */
public final class Bytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] array;
  private int size;

  public Bytes(int capacity) {
    array = new byte[capacity];
  }

  /** The array behind; valid until the next write. */
  public byte[] array() {
    return array;
  }

  public int size() {
    return size;
  }

  /** How much memory it takes. */
  public int capacity() {
    return array.length;
  }

  public void clear() {
    size = 0;
  }

  /** Clears, and gives back what an unusually large message made it take. */
  public void clearAndShrink(int most) {
    size = 0;
    if (array.length > most) {
      array = new byte[most];
    }
  }

  public Bytes put(byte[] from, int at, int length) {
    room(length);
    System.arraycopy(from, at, array, size, length);
    size += length;
    return this;
  }

  /** Appends what remains in the buffer. */
  public Bytes put(ByteBuffer from) {
    int length = from.remaining();
    room(length);
    from.get(array, size, length);
    size += length;
    return this;
  }

  public Bytes put(byte[] from) {
    return put(from, 0, from.length);
  }

  /** Appends all of the other. */
  public Bytes put(Bytes from) {
    return put(from.array, 0, from.size);
  }

  /** Writes each character as one byte: for ASCII and Latin-1 text. */
  public Bytes put(String text) {
    int length = text.length();
    room(length);
    for (int i = 0; i < length; i++) {
      array[size + i] = (byte) text.charAt(i);
    }
    size += length;
    return this;
  }

  public Bytes decimal(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative: " + value);
    }
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    room(digits);
    long rest = value;
    for (int i = size + digits - 1; i >= size; i--) {
      array[i] = (byte) ('0' + (int) (rest % 10));
      rest /= 10;
    }
    size += digits;
    return this;
  }

  /** Lower-case hexadecimal without leading zeros. */
  public Bytes hex(int value) {
    int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(value)) / 4);
    return hex(value, digits);
  }

  /** The lowest {@code digits} hexadecimal digits. */
  public Bytes hex(long value, int digits) {
    room(digits);
    for (int i = digits - 1; i >= 0; i--) {
      array[size++] = HEX[(int) (value >>> (4 * i)) & 15];
    }
    return this;
  }

  /** The lowest {@code bytes} bytes of the value, the highest first. */
  public Bytes number(int value, int bytes) {
    room(bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      array[size++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  /** A UUID of these 128 bits, in its usual form. */
  public Bytes uuid(long high, long low) {
    hex(high >>> 32, 8).dash().hex(high >>> 16, 4).dash().hex(high, 4).dash();
    return hex(low >>> 48, 4).dash().hex(low, 12);
  }

  private Bytes dash() {
    room(1);
    array[size++] = '-';
    return this;
  }

  public Bytes crlf() {
    room(2);
    array[size++] = '\r';
    array[size++] = '\n';
    return this;
  }

  /** Removes the first {@code count} bytes. */
  public void drop(int count) {
    System.arraycopy(array, count, array, 0, size - count);
    size -= count;
  }

  public String text() {
    return text(0, size);
  }

  public String text(int at, int end) {
    return new String(array, at, end - at, StandardCharsets.ISO_8859_1);
  }

  private void room(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
    }
  }
}
