package paas.buildpacks.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an app's people say about it, where its files alone would be taken for something else. The
 * app's config wins over paas.yml, because it can be changed without a commit.
 *
 * @param versions asked for, by tool: "node"
 * @param packages Debian packages
 */
public record Corrections(
    Map<Correction, Said> decisions, Map<String, Said> versions, List<Said> packages) {
  public static final Corrections NONE = new Corrections(Map.of(), Map.of(), List.of());

  private static final String PACKAGES = "PAAS_PACKAGES";
  private static final Pattern WORD = Pattern.compile("[^\\s,]+");
  private static final Pattern VERSION = Pattern.compile("PAAS_([A-Z][A-Z0-9_]{0,30})_VERSION");

  public Corrections {
    decisions = Map.copyOf(decisions);
    versions = Map.copyOf(versions);
    packages = List.copyOf(packages);
  }

  /** Whether a variable of this name in the app's config is read here. */
  public static boolean isVariable(String name) {
    return variables().contains(name) || VERSION.matcher(name).matches();
  }

  /** The variables that are read, but for those of versions, which each tool has. */
  public static List<String> variables() {
    return Stream.concat(
            Stream.of(PACKAGES), Arrays.stream(Correction.values()).map(Correction::variable))
        .toList();
  }

  public Optional<Said> of(Correction decision) {
    return Optional.ofNullable(decisions.get(decision));
  }

  public Optional<Said> version(String tool) {
    return Optional.ofNullable(versions.get(tool));
  }

  /** These, where the others say nothing. */
  public Corrections over(Corrections others) {
    Map<Correction, Said> merged = new EnumMap<>(Correction.class);
    merged.putAll(others.decisions);
    merged.putAll(decisions);
    Map<String, Said> asked = new TreeMap<>(others.versions);
    asked.putAll(versions);
    return new Corrections(merged, asked, packages.isEmpty() ? others.packages : packages);
  }

  /**
   * What the app's config says: {@code PAAS_BUILD_COMMAND}, {@code PAAS_NODE_VERSION}, {@code
   * PAAS_PACKAGES="ffmpeg jq"}.
   */
  public static Corrections in(Map<String, String> config) {
    Map<Correction, Said> decisions = new EnumMap<>(Correction.class);
    for (Correction decision : Correction.values()) {
      String value = config.getOrDefault(decision.variable(), "");
      if (!value.isBlank()) {
        decisions.put(decision, new Said(value.strip(), decision.variable(), 0));
      }
    }
    Map<String, Said> versions = new TreeMap<>();
    config.forEach((name, value) -> {
      Matcher matcher = VERSION.matcher(name);
      if (matcher.matches() && !value.isBlank()) {
        String tool = matcher.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
        versions.put(tool, new Said(value.strip(), name, 0));
      }
    });
    List<Said> packages = new ArrayList<>();
    WORD.matcher(config.getOrDefault(PACKAGES, ""))
        .results()
        .forEach(word -> packages.add(new Said(word.group(), PACKAGES, 0)));
    return new Corrections(decisions, versions, packages);
  }
}
