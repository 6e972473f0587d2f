package paas.deploy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The forms in which programs print a value beside itself. */
final class Encodings {
  private static final int SHORTEST = 8;

  private Encodings() {}

  /** The value and its forms, without those that are too short to be told from other text. */
  static Set<String> of(String value) {
    Set<String> forms = new LinkedHashSet<>();
    String percent = URLEncoder.encode(value, StandardCharsets.UTF_8);
    forms.add(percent);
    forms.add(percent.replace("+", "%20"));
    forms.add(lowerCaseDigits(percent.replace("+", "%20")));
    forms.add(value.replace("\\", "\\\\").replace("\"", "\\\""));
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    forms.add(hex);
    forms.add(hex.toUpperCase(Locale.ROOT));
    for (int before = 0; before < 3; before++) {
      String base64 = within(bytes, before);
      forms.add(base64);
      forms.add(base64.replace('+', '-').replace('/', '_'));
    }
    forms.removeIf(form -> form.length() < SHORTEST);
    forms.add(value);
    return forms;
  }

  /** What stands in the base64 of any text that has this many bytes, times 3, before the value. */
  private static String within(byte[] bytes, int before) {
    byte[] shifted = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, shifted, before, bytes.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    // A character of 6 bits is the value's own only when all of its bits are.
    int from = (before * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    return text.substring(Math.min(from, to), to);
  }

  private static String lowerCaseDigits(String percent) {
    StringBuilder text = new StringBuilder(percent);
    for (int i = 0; i + 2 < text.length(); i++) {
      if (text.charAt(i) == '%') {
        text.setCharAt(i + 1, Character.toLowerCase(text.charAt(i + 1)));
        text.setCharAt(i + 2, Character.toLowerCase(text.charAt(i + 2)));
      }
    }
    return text.toString();
  }
}
