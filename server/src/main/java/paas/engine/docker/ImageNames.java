package paas.engine.docker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The images that a Dockerfile needs before it can be built. */
final class ImageNames {
  private static final Pattern SYNTAX = Pattern.compile("^#\\s*syntax\\s*=\\s*(\\S+)");
  private static final Pattern ARG = Pattern.compile("(?i)^ARG\\s+(\\w+)=[\"']?([^\"'\\s]*)");
  private static final Pattern FROM =
      Pattern.compile("(?i)^FROM\\s+(?:--\\S+\\s+)*(\\S+)(?:\\s+AS\\s+(\\S+))?");
  private static final Pattern OTHER =
      Pattern.compile("(?i)^(?:COPY\\s.*?--from=|RUN\\s.*?--mount=\\S*?from=)([^\\s,]+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)(?::-([^}]*))?}?");

  private final Set<String> images = new LinkedHashSet<>();
  private final Set<String> stages = new HashSet<>();
  private final Map<String, String> args = new HashMap<>();

  private ImageNames() {}

  /** In the order of their use, each once; without stages and {@code scratch}. */
  static List<String> of(String dockerfile) {
    ImageNames names = new ImageNames();
    dockerfile.replaceAll("\\\\\r?\n", " ").lines().map(String::strip).forEach(names::read);
    return List.copyOf(names.images);
  }

  private void read(String line) {
    Matcher syntax = SYNTAX.matcher(line);
    Matcher arg = ARG.matcher(line);
    Matcher from = FROM.matcher(line);
    Matcher other = OTHER.matcher(line);
    if (syntax.find() && images.isEmpty()) {
      images.add(syntax.group(1));
    } else if (arg.find()) {
      args.put(arg.group(1), arg.group(2));
    } else if (from.find()) {
      add(from.group(1));
      if (from.group(2) != null) {
        stages.add(from.group(2).toLowerCase(Locale.ROOT));
      }
    } else if (other.find()) {
      add(other.group(1));
    }
  }

  private void add(String reference) {
    String name =
        VARIABLE
            .matcher(reference)
            .replaceAll(variable -> {
              String otherwise = variable.group(2) == null ? "" : variable.group(2);
              return Matcher.quoteReplacement(args.getOrDefault(variable.group(1), otherwise));
            });
    boolean stage = stages.contains(name.toLowerCase(Locale.ROOT)) || name.matches("\\d+");
    if (!stage && !name.isEmpty() && !name.equals("scratch")) {
      images.add(name);
    }
  }
}
