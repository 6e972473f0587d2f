package paas.buildpacks;

import java.util.List;
import java.util.Random;

/** Texts that nobody would write, the same ones in every run: made of pieces, or of a good one. */
final class RandomText {
  private static final List<String> ODD =
      List.of(
          "\0",
          "\t",
          "\r",
          "\n",
          "\r\n",
          "\"",
          "'",
          "\\",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\u202E",
          "é",
          "\uD83D\uDE80",
          "\uD83D",
          "[",
          "]",
          "{",
          "}",
          "${",
          "$(",
          "`",
          "#",
          ":",
          "=",
          ",",
          "-",
          "0",
          "9999999999999999999999",
          "1e999999999",
          "&a",
          "*a",
          "<<",
          "<<EOF",
          "FROM ",
          "../",
          "//");

  private final Random random;

  RandomText(long seed) {
    random = new Random(seed);
  }

  /** Up to {@code most} pieces. */
  String of(List<String> pieces, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(any(random.nextInt(3) == 0 ? ODD : pieces));
    }
    return text.toString();
  }

  /** A good text with a few places cut out, doubled, or replaced. */
  String like(String good) {
    StringBuilder text = new StringBuilder(good);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, text.substring(from, to).repeat(1 + random.nextInt(3)));
        case 2 -> text.insert(from, any(ODD));
        default -> text.replace(from, to, any(ODD));
      }
    }
    return text.toString();
  }

  private String any(List<String> pieces) {
    return pieces.get(random.nextInt(pieces.size()));
  }
}
