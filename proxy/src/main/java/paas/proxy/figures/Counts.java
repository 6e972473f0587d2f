package paas.proxy.figures;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests that ended.
 *
 * @param byClass five numbers: those answered with 1xx (WebSockets), 2xx, 3xx, 4xx and 5xx
 * @param errors those that failed, by code: {@code H12}, ...
 * @param bytesIn of their bodies
 * @param bytesOut of the bodies of their answers
 * @param latency without WebSockets
 */
public record Counts(
    List<Long> byClass, Map<String, Long> errors, long bytesIn, long bytesOut, Latency latency) {
  public static final int CLASSES = 5;
  public static final Counts NONE =
      new Counts(Collections.nCopies(CLASSES, 0L), Map.of(), 0, 0, Latency.NONE);

  public Counts {
    byClass = List.copyOf(byClass);
    errors = Collections.unmodifiableMap(new TreeMap<>(errors));
  }

  public long requests() {
    return byClass.stream().mapToLong(Long::longValue).sum();
  }

  /** What came since {@code before} was read; a proxy that began anew counts from nothing. */
  public Counts since(Counts before) {
    if (requests() < before.requests()) {
      return this;
    }
    List<Long> classes = new ArrayList<>();
    for (int i = 0; i < byClass.size(); i++) {
      classes.add(Math.max(0, byClass.get(i) - before.byClass.get(i)));
    }
    TreeMap<String, Long> failed = new TreeMap<>();
    errors.forEach((code, count) -> {
      long more = count - before.errors.getOrDefault(code, 0L);
      if (more > 0) {
        failed.put(code, more);
      }
    });
    return new Counts(
        classes,
        failed,
        Math.max(0, bytesIn - before.bytesIn),
        Math.max(0, bytesOut - before.bytesOut),
        latency.since(before.latency));
  }
}
