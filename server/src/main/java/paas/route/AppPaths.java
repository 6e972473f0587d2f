package paas.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import paas.model.AppId;
import paas.model.AppName;
import paas.proxy.Traffic.PathRule;

/** Paths of an app that are another app's, as the store keeps them: by the other's id. */
public record AppPaths(Map<String, String> texts) {
  private static final String PREFIX = "path:";
  private static final String STRIP = " strip";

  public AppPaths {
    texts = Map.copyOf(texts);
  }

  /** What the store calls the rule for a prefix. */
  public static String key(String prefix) {
    return PREFIX + prefix;
  }

  /** How the store keeps it. */
  public static String kept(AppId to, boolean strip) {
    return to.value() + (strip ? STRIP : "");
  }

  /** The rules, as far as the other apps are there. */
  public List<PathRule> rules(Function<AppId, Optional<AppName>> names) {
    return new TreeMap<>(texts)
        .entrySet().stream()
            .filter(text -> text.getKey().startsWith(PREFIX))
            .flatMap(text -> rule(text.getKey(), text.getValue(), names))
            .toList();
  }

  private static Stream<PathRule> rule(
      String key, String kept, Function<AppId, Optional<AppName>> names) {
    boolean strip = kept.endsWith(STRIP);
    String id = strip ? kept.substring(0, kept.length() - STRIP.length()) : kept;
    return names.apply(new AppId(Long.parseLong(id))).stream()
        .map(name -> new PathRule(key.substring(PREFIX.length()), name.value(), strip));
  }
}
