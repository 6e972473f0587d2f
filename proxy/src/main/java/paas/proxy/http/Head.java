package paas.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The head of one message, taken apart where it lies: a start line of three parts and its fields as
 * offsets into the array that was parsed. Strict: CRLF only, no folded lines, no space before a
 * colon, no control bytes. One object is used again and again; what it says is valid until the
 * array changes.
 */
public final class Head {
  private static final byte[] HTTP_1 = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

  static final int CLOSE = 1;
  static final int KEEP_ALIVE = 2;
  static final int UPGRADE = 4;

  private final int maxBytes;
  private final int maxFields;

  byte[] bytes = new byte[0];

  /**
   * Start line: request = method, target, version; answer = version, status, reason. Each is [at,
   * end).
   */
  int firstAt, firstEnd, secondAt, secondEnd, thirdAt, thirdEnd;

  private boolean version11;
  int count;
  final int[] nameAt;
  final int[] nameEnd;
  final int[] valueAt;
  final int[] valueEnd;
  final int[] lineEnd;
  final Field[] field;

  public Head(int maxBytes, int maxFields) {
    this.maxBytes = maxBytes;
    this.maxFields = maxFields;
    nameAt = new int[maxFields];
    nameEnd = new int[maxFields];
    valueAt = new int[maxFields];
    valueEnd = new int[maxFields];
    lineEnd = new int[maxFields];
    field = new Field[maxFields];
  }

  /**
   * Cheap look before parsing again: could a head end (or prove bad) in {@code b[from, to)}, when
   * everything before {@code from} was seen already? Without it a head sent byte by byte would be
   * parsed once per byte.
   */
  public static boolean mayEnd(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == '\n' && (i < 2 || b[i - 1] != '\r' || b[i - 2] == '\n')) {
        return true;
      }
    }
    return false;
  }

  /**
   * Parses a request's head at {@code b[from, to)}. Returns where its body starts, or -1 while more
   * bytes are needed.
   */
  public int parseRequest(byte[] b, int from, int to) throws BadMessage {
    int lineEnd = start(b, from, to);
    if (lineEnd < 0 || lineEnd - from >= maxBytes) {
      return tooLong(from, to, 414);
    }
    requestLine(lineEnd);
    return fields(from, lineEnd + 2, to);
  }

  /** Parses an answer's head; otherwise as {@link #parseRequest}. */
  public int parseAnswer(byte[] b, int from, int to) throws BadMessage {
    int lineEnd = start(b, from, to);
    if (lineEnd < 0) {
      return tooLong(from, to, 431);
    }
    statusLine(lineEnd);
    return fields(from, lineEnd + 2, to);
  }

  private int start(byte[] b, int from, int to) throws BadMessage {
    bytes = b;
    count = 0;
    firstAt = from;
    return lineEnd(from, to);
  }

  private int tooLong(int from, int to, int status) throws BadMessage {
    if (to - from >= maxBytes) {
      throw new BadMessage(status, "the head is longer than " + maxBytes + " bytes");
    }
    return -1;
  }

  /** The index of the CR that ends the line, or -1 when the line is not complete. */
  private int lineEnd(int from, int to) throws BadMessage {
    byte[] b = bytes;
    for (int i = from; i < to; i++) {
      byte c = b[i];
      if (c < 32 && c >= 0 && c != '\t') {
        if (c != '\r') {
          throw new BadMessage(c == '\n' ? "a line ends without CR" : "a control byte in the head");
        }
        if (i + 1 == to) {
          return -1;
        }
        if (b[i + 1] != '\n') {
          throw new BadMessage("a CR without LF");
        }
        return i;
      }
    }
    return -1;
  }

  private void requestLine(int end) throws BadMessage {
    byte[] b = bytes;
    int i = firstAt;
    while (i < end && Field.token(b[i])) {
      i++;
    }
    if (i == firstAt || i - firstAt > 32 || i == end || b[i] != ' ') {
      throw new BadMessage("the request line has no method");
    }
    firstEnd = i;
    secondAt = ++i;
    while (i < end && (b[i] > ' ' || b[i] < 0) && b[i] != 127 && b[i] != '#') {
      i++;
    }
    if (i == secondAt || i == end || b[i] != ' ') {
      throw new BadMessage("the request line has no proper target");
    }
    secondEnd = i;
    thirdAt = i + 1;
    thirdEnd = end;
    if (end - thirdAt != 8 || !http1(thirdAt)) {
      boolean other = end - thirdAt == 8 && b[thirdAt] == 'H' && b[thirdAt + 4] == '/';
      throw new BadMessage(other ? 505 : 400, "the version is not HTTP/1.1 or HTTP/1.0");
    }
  }

  private void statusLine(int end) throws BadMessage {
    byte[] b = bytes;
    int at = firstAt;
    if (end - at < 12 || !http1(at) || b[at + 8] != ' ' || (end > at + 12 && b[at + 12] != ' ')) {
      throw new BadMessage("the status line is not HTTP/1");
    }
    for (int i = at + 9; i < at + 12; i++) {
      if (b[i] < '0' || b[i] > '9') {
        throw new BadMessage("the status is not a number");
      }
    }
    firstEnd = at + 8;
    secondAt = at + 9;
    secondEnd = at + 12;
    thirdAt = Math.min(end, at + 13);
    thirdEnd = end;
  }

  private boolean http1(int at) {
    byte[] b = bytes;
    for (int i = 0; i < HTTP_1.length; i++) {
      if (b[at + i] != HTTP_1[i]) {
        return false;
      }
    }
    version11 = b[at + 7] == '1';
    return version11 || b[at + 7] == '0';
  }

  private int fields(int from, int first, int to) throws BadMessage {
    int at = first;
    while (true) {
      int end = lineEnd(at, to);
      if (end < 0) {
        return tooLong(from, to, 431);
      }
      if (end == at) {
        if (end + 2 - from > maxBytes) {
          return tooLong(from, to, 431);
        }
        return end + 2;
      }
      oneField(at, end);
      at = end + 2;
    }
  }

  private void oneField(int at, int end) throws BadMessage {
    if (count == maxFields) {
      throw new BadMessage(431, "more than " + maxFields + " header fields");
    }
    byte[] b = bytes;
    int i = at;
    while (i < end && Field.token(b[i])) {
      i++;
    }
    if (i == at || i == end || b[i] != ':') {
      throw new BadMessage(
          b[at] == ' ' || b[at] == '\t'
              ? "a folded header line"
              : "a header line without a proper name");
    }
    nameAt[count] = at;
    nameEnd[count] = i;
    int valueFrom = i + 1;
    int valueTo = end;
    while (valueFrom < valueTo && blank(b[valueFrom])) {
      valueFrom++;
    }
    while (valueTo > valueFrom && blank(b[valueTo - 1])) {
      valueTo--;
    }
    for (int k = valueFrom; k < valueTo; k++) {
      if (b[k] == 127) {
        throw new BadMessage("a control byte in the head");
      }
    }
    valueAt[count] = valueFrom;
    valueEnd[count] = valueTo;
    lineEnd[count] = end + 2;
    field[count] = Field.of(b, at, i);
    count++;
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** The only value of a field, as its index, or -1. Two of them are refused. */
  int only(Field wanted) throws BadMessage {
    int found = -1;
    for (int i = 0; i < count; i++) {
      if (field[i] == wanted) {
        if (found >= 0) {
          throw new BadMessage(
              "more than one " + wanted.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        found = i;
      }
    }
    return found;
  }

  int status() {
    byte[] b = bytes;
    return (b[secondAt] - '0') * 100 + (b[secondAt + 1] - '0') * 10 + (b[secondAt + 2] - '0');
  }

  boolean version11() {
    return version11;
  }

  /**
   * What the Connection fields ask for, as bits. Fields that they name concern one connection only:
   * marked so.
   */
  int connectionOptions() {
    int options = 0;
    for (int i = 0; i < count; i++) {
      if (field[i] == Field.CONNECTION) {
        int at = valueAt[i];
        while (at < valueEnd[i]) {
          int end = at;
          while (end < valueEnd[i] && bytes[end] != ',') {
            end++;
          }
          options |= option(at, end);
          at = end + 1;
        }
      }
    }
    return options;
  }

  private int option(int from, int to) {
    int at = from;
    int end = to;
    while (at < end && blank(bytes[at])) {
      at++;
    }
    while (end > at && blank(bytes[end - 1])) {
      end--;
    }
    if (is(at, end, "keep-alive")) {
      return KEEP_ALIVE;
    }
    if (is(at, end, "close")) {
      return CLOSE;
    }
    if (is(at, end, "upgrade")) {
      return UPGRADE;
    }
    String named = text(at, end).toLowerCase(Locale.ROOT);
    for (int i = 0; i < count; i++) {
      if (field[i] == Field.OTHER && is(nameAt[i], nameEnd[i], named)) {
        field[i] = Field.HOP;
      }
    }
    return 0;
  }

  /** Where fields are shown to. */
  public interface Each {
    /** One field: its name at [nameAt, nameEnd), its value at [valueAt, valueEnd). */
    void field(Field kind, byte[] b, int nameAt, int nameEnd, int valueAt, int valueEnd);
  }

  void each(Each each) {
    for (int i = 0; i < count; i++) {
      each.field(field[i], bytes, nameAt[i], nameEnd[i], valueAt[i], valueEnd[i]);
    }
  }

  /** Copies, as they stand, the lines of the fields that are in {@code kept}. */
  void copy(Bytes out, Set<Field> kept) {
    int run = -1;
    for (int i = 0; i < count; i++) {
      boolean keep = field[i] == Field.OTHER || kept.contains(field[i]);
      if (keep && run < 0) {
        run = nameAt[i];
      } else if (!keep && run >= 0) {
        out.put(bytes, run, nameAt[i] - run);
        run = -1;
      }
    }
    if (run >= 0) {
      out.put(bytes, run, lineEnd[count - 1] - run);
    }
  }

  /** The first field of that name, which is in lower case, as its index; -1 when there is none. */
  int first(String name) {
    for (int i = 0; i < count; i++) {
      if (is(nameAt[i], nameEnd[i], name)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the field's value contains these bytes. */
  boolean contains(int index, byte[] part) {
    int last = valueEnd[index] - part.length;
    for (int at = valueAt[index]; at <= last; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  String value(int index) {
    return text(valueAt[index], valueEnd[index]);
  }

  String text(int at, int end) {
    return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
  }

  /** Whether {@code b[at, end)} is the lower-case ASCII text, case not minded. */
  boolean is(int at, int end, String lower) {
    if (end - at != lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      int c = bytes[at + i];
      if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Non-negative decimal of at most 18 digits, or an error. */
  long length(int index) throws BadMessage {
    int digits = valueEnd[index] - valueAt[index];
    if (digits == 0 || digits > 18) {
      throw new BadMessage("content-length is not a number");
    }
    long value = 0;
    for (int i = valueAt[index]; i < valueEnd[index]; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new BadMessage("content-length is not a number");
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
