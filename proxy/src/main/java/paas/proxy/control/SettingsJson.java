package paas.proxy.control;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import paas.proxy.ProxySettings;

/** A proxy's settings as JSON, for one in a process of its own. */
public final class SettingsJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Duration.class, new AsText<>(Duration::toString))
                  .addSerializer(InetSocketAddress.class, new AsText<>(Addresses::text))
                  .addDeserializer(Duration.class, new OfText<>(Duration::parse))
                  .addDeserializer(InetSocketAddress.class, new OfText<>(Addresses::of)))
          .build();

  private interface ToText<T> {
    String text(T value);
  }

  private interface FromText<T> {
    T of(String text);
  }

  private static final class AsText<T> extends JsonSerializer<T> {
    private final ToText<T> form;

    AsText(ToText<T> form) {
      this.form = form;
    }

    @Override
    public void serialize(T value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeString(form.text(value));
    }
  }

  private static final class OfText<T> extends JsonDeserializer<T> {
    private final FromText<T> form;

    OfText(FromText<T> form) {
      this.form = form;
    }

    @Override
    public T deserialize(JsonParser from, DeserializationContext context) throws IOException {
      return form.of(from.getText());
    }
  }

  private SettingsJson() {}

  public static String text(ProxySettings settings) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(settings);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static ProxySettings of(String text) {
    try {
      return JSON.readValue(text, ProxySettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a proxy's settings: " + e.getOriginalMessage(), e);
    }
  }
}
