package paas.engine.docker;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an instruction of a Dockerfile is named to people. */
final class StepTitle {
  private static final int LONGEST = 70;
  private static final Pattern INSTRUCTION =
      Pattern.compile("(?s)(?:\\[[^\\]]*\\] )?([A-Z]+) (?:--\\S+ )*(.*)");

  private StepTitle() {}

  /** {@code npm ci} for {@code [2/4] RUN --mount=... npm ci}; empty for what nobody asked for. */
  static Optional<String> of(String instruction) {
    if (instruction.equals("exporting to image")) {
      return Optional.of("image");
    }
    Matcher parts = INSTRUCTION.matcher(instruction);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String rest = parts.group(2).replaceAll("\\s+", " ").strip();
    return switch (parts.group(1)) {
      case "RUN" -> Optional.of(cut(rest));
      case "COPY", "ADD" -> Optional.of(cut(parts.group(1).toLowerCase(Locale.ROOT) + " " + rest));
      default -> Optional.empty();
    };
  }

  private static String cut(String title) {
    return title.length() > LONGEST ? title.substring(0, LONGEST - 3) + "..." : title;
  }
}
