package paas.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import paas.model.Formation;
import paas.model.ProcessType;

/** Flat maps as JSON text. The streaming parser alone: data binding would cost start-up time. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static String of(Map<String, String> map) {
    return write(map, JsonGenerator::writeString);
  }

  static Map<String, String> strings(String json) {
    return read(json, JsonParser::getText);
  }

  static String ofCommands(Map<ProcessType, String> commands) {
    return of(keyed(commands, ProcessType::value));
  }

  static Map<ProcessType, String> commands(String json) {
    return keyed(strings(json), ProcessType::new);
  }

  static String ofFormation(Formation formation) {
    return write(keyed(formation.counts(), ProcessType::value), JsonGenerator::writeNumber);
  }

  static Formation formation(String json) {
    return new Formation(keyed(read(json, JsonParser::getIntValue), ProcessType::new));
  }

  private static <K, L, V> Map<L, V> keyed(Map<K, V> map, Function<K, L> key) {
    return map.entrySet().stream()
        .collect(
            Collectors.toMap(
                e -> key.apply(e.getKey()), Map.Entry::getValue, (a, _) -> a, TreeMap::new));
  }

  private static <V> String write(Map<String, V> map, Put<V> put) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, V> entry : new TreeMap<>(map).entrySet()) {
        json.writeFieldName(entry.getKey());
        put.value(json, entry.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static <V> Map<String, V> read(String text, Get<V> get) {
    Map<String, V> map = new TreeMap<>();
    try (JsonParser json = FACTORY.createParser(text)) {
      json.nextToken();
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        json.nextToken();
        map.put(key, get.value(json));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return map;
  }

  private interface Put<V> {
    void value(JsonGenerator json, V value) throws IOException;
  }

  private interface Get<V> {
    V value(JsonParser json) throws IOException;
  }
}
