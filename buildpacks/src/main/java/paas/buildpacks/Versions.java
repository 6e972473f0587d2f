package paas.buildpacks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table of offered versions, {@code versions.json}: the one place to raise them. */
record Versions(Map<String, Line> tools) {

  /**
   * The versions of one tool.
   *
   * @param standard used where the app asks for none
   * @param offered oldest first
   * @param image official name, with {version}; null for a tool that the build itself brings
   * @param aliases other names of offered versions
   * @param localMinimum the oldest that builds without images accept
   */
  record Line(
      @JsonProperty("default") String standard,
      List<String> offered,
      @Nullable String image,
      Map<String, String> aliases,
      String localMinimum) {

    String imageOf(String version) {
      return Objects.requireNonNull(image).replace("{version}", version);
    }
  }

  static Versions load() {
    try (InputStream in = Versions.class.getResourceAsStream("versions.json")) {
      var lines =
          new ObjectMapper()
              .readValue(Objects.requireNonNull(in), new TypeReference<Map<String, Line>>() {});
      return new Versions(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Line of(String tool) {
    return Objects.requireNonNull(tools.get(tool), tool);
  }

  /** Compares dotted numbers: "3.9" comes before "3.11", "3" equals "3.0". */
  static int compare(String left, String right) {
    String[] a = left.split("\\.");
    String[] b = right.split("\\.");
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order = part(a, i).compareTo(part(b, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static BigInteger part(String[] parts, int index) {
    return index < parts.length ? new BigInteger(parts[index]) : BigInteger.ZERO;
  }
}
