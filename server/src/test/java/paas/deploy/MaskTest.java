package paas.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private static final String VALUE = "s3cr3t/Value+with a\"quote&more=42";

  private static Mask mask(Map<String, String> config) {
    Mask mask = new Mask();
    mask.add(config);
    return mask;
  }

  @Test
  void aValueIsNamedByItsKey() {
    Mask mask = mask(Map.of("API_KEY", VALUE, "OTHER", "another-value"));
    assertThat(mask.hide("key=" + VALUE + ", " + VALUE + "; another-value."))
        .isEqualTo("key=[config:API_KEY], [config:API_KEY]; [config:OTHER].");
    assertThat(mask.hide("nothing to hide in another value"))
        .isEqualTo("nothing to hide in another value");
    assertThat(new Mask().hide(VALUE)).isEqualTo(VALUE);
  }

  @Test
  void aValueWithinALongerOneIsHiddenWithIt() {
    Mask mask = mask(Map.of("PASSWORD", "hunter2", "URL", "postgres://me:hunter2@db/x"));
    assertThat(mask.hide("at postgres://me:hunter2@db/x")).isEqualTo("at [config:URL]");
    assertThat(mask.hide("is hunter2")).isEqualTo("is [config:PASSWORD]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "user:", "a longer name before it: "})
  void usualEncodingsAreHiddenToo(String before) {
    Mask mask = mask(Map.of("API_KEY", VALUE));
    byte[] whole = (before + VALUE + "tail").getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().encodeToString(whole);
    String shown = mask.hide("base64 " + base64);
    assertThat(shown).contains("[config:API_KEY]");
    // What is left beside it are the neighbours of the value, not the value.
    assertThat(shown.length()).isLessThan(base64.length());
    assertThat(mask.hide(Base64.getUrlEncoder().encodeToString(whole))).contains("[config:");
    assertThat(mask.hide(HexFormat.of().formatHex(whole))).contains("[config:API_KEY]");
    assertThat(mask.hide("q=s3cr3t%2FValue%2Bwith+a%22quote%26more%3D42"))
        .isEqualTo("q=[config:API_KEY]");
    assertThat(mask.hide("q=s3cr3t%2fValue%2bwith%20a%22quote%26more%3d42"))
        .isEqualTo("q=[config:API_KEY]");
    assertThat(mask.hide("{\"k\":\"s3cr3t/Value+with a\\\"quote&more=42\"}"))
        .isEqualTo("{\"k\":\"[config:API_KEY]\"}");
  }

  @Test
  void piecesAtTheEndsOfLinesAreHidden() {
    Mask mask = mask(Map.of("API_KEY", "abcdefghijklmnopqrstuvwxyz0123456789"));
    assertThat(mask.hide("API_KEY=abcdefghijkl")).isEqualTo("API_KEY=[config:API_KEY]");
    assertThat(mask.hide("  mnopqrstuvwx")).isEqualTo("  [config:API_KEY]");
    assertThat(mask.hide("uvwxyz0123456789 and more")).isEqualTo("[config:API_KEY] and more");
    assertThat(mask.hide("the letters abcdef here")).isEqualTo("the letters abcdef here");
  }

  @Test
  void everyLineOfALongValueIsHidden() {
    Mask mask = mask(Map.of("PEM", "-----BEGIN KEY-----\nMIIEvQIBADAN\r\nBgkqhkiG9w0B\n--\n"));
    assertThat(mask.hide("x MIIEvQIBADAN y")).isEqualTo("x [config:PEM] y");
    assertThat(mask.hide("BgkqhkiG9w0B")).isEqualTo("[config:PEM]");
    assertThat(mask.hide("a -- b")).isEqualTo("a -- b");
  }

  @ParameterizedTest
  @CsvSource({
    "NODE_ENV, production, false",
    "DEBUG, true, false",
    "WEB_CONCURRENCY, 4, false",
    "MAX_AGE, 86400000, false",
    "TIMEOUT, 30000ms, false",
    "VERSION, 22.11.0, false",
    "PIN, 12345, false",
    "SESSION_SECRET, correcthorse, true",
    "DB_PASSWORD, 123456, true",
    "NUMBER, 4111111111111111, true",
    "ID, 7f3a9c, true",
    "URL, http://user:pw@host, true"
  })
  void wordsAndNumbersAreLeftAlone(String key, String value, boolean hidden) {
    assertThat(Mask.isSecret(key, value)).isEqualTo(hidden);
  }
}
