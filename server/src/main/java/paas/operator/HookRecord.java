package paas.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a hook reads on its standard input, as one line of JSON: {@code point}, {@code at}, and the
 * facts that are known at that point. Never a value of an app's config.
 *
 * @param facts texts, numbers and lists of texts, by the names that docs/hooks.md explains
 */
public record HookRecord(HookPoint point, Map<String, Object> facts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public HookRecord {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** One without facts. */
  public static HookRecord at(HookPoint point) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("point", point.label());
    facts.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return new HookRecord(point, facts);
  }

  /** The same with one fact more, if it is known. */
  public HookRecord with(String name, @Nullable Object fact) {
    if (fact == null) {
      return this;
    }
    Map<String, Object> more = new LinkedHashMap<>(facts);
    more.put(name, fact);
    return new HookRecord(point, more);
  }

  /** The app that it is about; empty for none. */
  String app() {
    return String.valueOf(facts.getOrDefault("app", ""));
  }

  /** Without a line end. */
  public String json() {
    try {
      return JSON.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
