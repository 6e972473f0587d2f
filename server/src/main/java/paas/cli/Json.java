package paas.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Formation;
import paas.model.ProcessName;
import paas.model.ProcessType;

/** Results as JSON for programs: names and instants are plain strings. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(plainWords())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private static final ObjectWriter ONE_LINE =
      MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  private static SimpleModule plainWords() {
    SimpleModule module = new SimpleModule();
    for (Class<?> type :
        new Class<?>[] {
          AppId.class,
          AppName.class,
          ProcessName.class,
          ProcessType.class,
          Instant.class,
          Duration.class
        }) {
      module.addSerializer(type, ToStringSerializer.instance);
    }
    return module.setMixInAnnotation(Formation.class, AsCounts.class);
  }

  /** A formation is its counts: {@code {"web": 2}}. */
  private interface AsCounts {
    @JsonValue
    Map<ProcessType, Integer> counts();
  }

  /** The value on one line, for streams of values. */
  public static String line(Object value) {
    try {
      return ONE_LINE.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value's record components, indented, without a line end. */
  public static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
