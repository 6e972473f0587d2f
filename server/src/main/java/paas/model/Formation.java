package paas.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many processes of each type run; a type that is not named runs none. */
public record Formation(Map<ProcessType, Integer> counts) {
  public static final int MOST = 100;
  public static final Formation EMPTY = new Formation(Map.of());

  public Formation {
    counts.forEach((type, count) -> {
      if (count < 0 || count > MOST) {
        throw UserError.usage(
            type + "=" + count + " is out of range", "a type runs 0 to " + MOST + " processes");
      }
    });
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  public int count(ProcessType type) {
    return counts.getOrDefault(type, 0);
  }

  /** The same formation with these counts in the place of its own. */
  public Formation with(Map<ProcessType, Integer> changed) {
    Map<ProcessType, Integer> merged = new TreeMap<>(counts);
    merged.putAll(changed);
    return new Formation(merged);
  }

  /** Every process that runs: web.1, web.2, worker.1. */
  public List<ProcessName> processes() {
    List<ProcessName> names = new ArrayList<>();
    counts.forEach((type, count) -> {
      for (int index = 1; index <= count; index++) {
        names.add(new ProcessName(type, index));
      }
    });
    return List.copyOf(names);
  }

  /** {@code web=2 worker=1}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    counts.forEach((type, count) -> parts.add(type + "=" + count));
    return String.join(" ", parts);
  }
}
