package paas.hooks;

import java.util.regex.Pattern;

/** Text that goes to a terminal which is not ours. */
final class Text {
  private static final Pattern SEQUENCE =
      Pattern.compile("\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)?|.)");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]");
  private static final int REASON_LENGTH = 300;

  private Text() {}

  /** Without control characters and terminal sequences; tabs stay. */
  static String plain(String text) {
    if (CONTROL.matcher(text).find()) {
      return CONTROL.matcher(SEQUENCE.matcher(text).replaceAll("")).replaceAll("");
    }
    return text;
  }

  /** As one line that fits into a status report. */
  static String oneLine(String text) {
    String line = plain(text.replaceAll("\\s+", " ")).strip();
    return line.length() <= REASON_LENGTH ? line : line.substring(0, REASON_LENGTH - 1) + "…";
  }

  /** 104857600 as "100 MiB". */
  static String bytes(long bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB"};
    int unit = 0;
    long amount = bytes;
    while (unit < units.length - 1 && amount >= 1024 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + " " + units[unit];
  }
}
