package paas.buildpacks.docker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;

/**
 * Reads what must be known of a Dockerfile before the engine reads it: the images to pull and the
 * port of its last stage. What it does not understand it leaves to the engine.
 */
final class DockerfileReader {
  private static final Pattern SYNTAX =
      Pattern.compile("#\\s*syntax\\s*=\\s*(\\S+).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([A-Za-z_]\\w*)(?::-([^}]{0,200}))?}|([A-Za-z_]\\w*))");
  private static final Pattern HEREDOC = Pattern.compile("<<-?[\"']?([A-Za-z_]\\w*)[\"']?");
  private static final Pattern COPY_FROM = Pattern.compile("--from=(\\S+)");
  private static final Pattern PORT =
      Pattern.compile("(\\d{1,5})(?:/tcp)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}");

  private final Set<String> images = new LinkedHashSet<>();
  private final Set<String> stages = new HashSet<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Set<Integer> ports = new LinkedHashSet<>();
  private boolean hasStage;
  private @Nullable String heredocEnd;

  private DockerfileReader() {}

  static DockerfileReader read(String file, String text) {
    var reader = new DockerfileReader();
    var pending = new StringBuilder();
    int number = 0;
    boolean head = true;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (SourceText.isMergeMarker(line)) {
        throw new BrokenSource(
            file, number, "holds a merge marker", "Resolve the conflict and commit again.");
      }
      head = head && line.startsWith("#");
      if (head) {
        reader.directive(line);
      }
      reader.line(line, pending);
    }
    reader.instruction(pending.toString());
    if (!reader.hasStage) {
      throw new BrokenSource(file, 0, "has no FROM line", "Start it with \"FROM IMAGE\".");
    }
    return reader;
  }

  List<String> images() {
    return List.copyOf(images);
  }

  @Nullable Integer soleExposedPort() {
    return ports.size() == 1 ? ports.iterator().next() : null;
  }

  List<String> notices() {
    return ports.size() > 1
        ? List.of("The Dockerfile exposes several ports: the app must listen on $PORT.")
        : List.of();
  }

  private void directive(String line) {
    Matcher matcher = SYNTAX.matcher(line);
    if (matcher.matches()) {
      addImage(matcher.group(1));
    }
  }

  private void line(String line, StringBuilder pending) {
    if (heredocEnd != null) {
      heredocEnd = line.strip().equals(heredocEnd) ? null : heredocEnd;
      return;
    }
    String stripped = line.strip();
    if (stripped.isEmpty() || stripped.startsWith("#")) {
      return;
    }
    boolean continues = stripped.endsWith("\\") || stripped.endsWith("`");
    pending.append(continues ? stripped.substring(0, stripped.length() - 1) : stripped).append(' ');
    if (!continues) {
      instruction(pending.toString());
      pending.setLength(0);
    }
  }

  private void instruction(String text) {
    String[] words = text.strip().split("\\s+");
    switch (words[0].toUpperCase(Locale.ROOT)) {
      case "FROM" -> from(words);
      case "ARG", "ENV" -> variables(words);
      case "EXPOSE" -> expose(words);
      case "COPY", "ADD" -> copy(text);
      case "RUN" -> heredoc(text);
      default -> {}
    }
  }

  private void from(String[] words) {
    hasStage = true;
    ports.clear();
    int at = 1;
    while (at < words.length && words[at].startsWith("--")) {
      at++;
    }
    if (at >= words.length) {
      return;
    }
    addImage(words[at]);
    if (at + 2 < words.length && words[at + 1].equalsIgnoreCase("AS")) {
      stages.add(words[at + 2].toLowerCase(Locale.ROOT));
    }
  }

  private void variables(String[] words) {
    if (words.length == 3 && !words[1].contains("=")) {
      define(words[1], words[2]);
      return;
    }
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals > 0) {
        define(words[i].substring(0, equals), words[i].substring(equals + 1));
      }
    }
  }

  /** A long value is neither an image nor a port. */
  private void define(String name, String value) {
    if (value.length() <= 255) {
      variables.put(name, unquoted(value));
    }
  }

  private void expose(String[] words) {
    for (int i = 1; i < words.length; i++) {
      Matcher matcher = PORT.matcher(expanded(words[i]));
      if (matcher.matches()) {
        int port = Integer.parseInt(matcher.group(1));
        if (port > 0 && port <= 65_535) {
          ports.add(port);
        }
      }
    }
  }

  private void copy(String text) {
    Matcher from = COPY_FROM.matcher(text);
    if (from.find() && !NUMBER.matcher(from.group(1)).matches()) {
      addImage(from.group(1));
    }
    heredoc(text);
  }

  private void heredoc(String text) {
    Matcher matcher = HEREDOC.matcher(text);
    if (matcher.find()) {
      heredocEnd = matcher.group(1);
    }
  }

  private void addImage(String word) {
    String image = unquoted(expanded(word));
    if (IMAGE.matcher(image).matches()
        && !image.equals("scratch")
        && !stages.contains(image.toLowerCase(Locale.ROOT))) {
      images.add(image);
    }
  }

  private String expanded(String word) {
    return VARIABLE
        .matcher(word)
        .replaceAll(match -> {
          String name = match.group(1) == null ? match.group(3) : match.group(1);
          String otherwise = match.group(2) == null ? "" : match.group(2);
          return Matcher.quoteReplacement(variables.getOrDefault(name, otherwise));
        });
  }

  private static String unquoted(String word) {
    return word.replaceAll("^[\"']|[\"']$", "");
  }
}
