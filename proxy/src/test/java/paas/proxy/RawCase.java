package paas.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One case of the raw corpus, whose README says how it is written.
 *
 * @param statuses of the answers, in order
 * @param seen what the app gets to see in full, in order
 * @param bytes one character each
 */
record RawCase(String title, List<Integer> statuses, List<String> seen, String bytes) {
  static final List<String> FILES =
      List.of(
          "lengths",
          "encodings",
          "chunks",
          "lines",
          "names",
          "hosts",
          "request-lines",
          "pipelined");
  private static final Pattern REPEAT = Pattern.compile("\\{([^{}*]+)\\*([0-9]+)}", Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x([0-9a-f]{2})|[rnt0\\\\])");

  static List<RawCase> all() throws IOException {
    List<RawCase> cases = new ArrayList<>();
    for (String file : FILES) {
      try (InputStream in = RawCase.class.getResourceAsStream("raw/" + file + ".txt")) {
        String text =
            new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.US_ASCII);
        Arrays.stream(text.split("(?m)^== ")).skip(1).map(RawCase::of).forEach(cases::add);
      }
    }
    return cases;
  }

  private static RawCase of(String text) {
    List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
    List<Integer> statuses =
        Arrays.stream(lines.get(1).substring(3).split(" ")).map(Integer::valueOf).toList();
    List<String> seen = new ArrayList<>();
    int at = 2;
    for (; lines.get(at).startsWith("<- "); at++) {
      seen.add(lines.get(at).substring(3));
    }
    String bytes = String.join("", lines.subList(at, lines.size()));
    return new RawCase(lines.getFirst(), statuses, seen, plain(bytes));
  }

  private static String plain(String text) {
    String whole =
        REPEAT
            .matcher(text)
            .replaceAll(times ->
                Matcher.quoteReplacement(times.group(1).repeat(Integer.parseInt(times.group(2)))));
    return ESCAPE
        .matcher(whole)
        .replaceAll(found -> Matcher.quoteReplacement(escaped(found.group(1), found.group(2))));
  }

  private static String escaped(String name, @Nullable String hex) {
    return switch (name) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      case "0" -> "\0";
      case "\\" -> "\\";
      default -> String.valueOf((char) Integer.parseInt(Objects.requireNonNull(hex), 16));
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
