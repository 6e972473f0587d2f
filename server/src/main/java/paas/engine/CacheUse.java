package paas.engine;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of an app's builds for its next ones, beside the layers of images.
 *
 * @param parts bytes by name: "npm", "layers"
 */
public record CacheUse(Map<String, Long> parts) {
  public static final CacheUse NOTHING = new CacheUse(Map.of());

  public CacheUse {
    parts = new TreeMap<>(parts);
  }

  /** Out of lines as du prints them: kilobytes, a tab, a path. */
  public static CacheUse ofDu(Iterable<String> lines) {
    Map<String, Long> parts = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", 2);
      if (words.length == 2 && words[0].matches("\\d{1,12}")) {
        String name = words[1].substring(words[1].lastIndexOf('/') + 1);
        parts.put(name, Long.parseLong(words[0]) << 10);
      }
    }
    return new CacheUse(parts);
  }

  public long bytes() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }
}
