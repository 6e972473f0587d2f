package paas.model;

/** Text from outside made safe to repeat on a terminal or in a log line. */
public final class Printable {
  private static final int LONGEST = 60;

  private Printable() {}

  /** Control characters become '?', and what is longer than 60 characters is cut. */
  public static String of(String text) {
    String head = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    StringBuilder safe = new StringBuilder(head.length());
    head.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }
}
