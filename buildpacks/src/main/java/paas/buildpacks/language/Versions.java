package paas.buildpacks.language;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table of offered versions, {@code versions.json}: the one place to raise them. */
public record Versions(Map<String, Line> tools) {

  /**
   * The versions of one tool.
   *
   * @param standard used where the app asks for none
   * @param offered oldest first
   * @param image official name, with {version}; null for a tool that the build itself brings
   * @param aliases other names of offered versions
   * @param localMinimum the oldest that builds without images accept
   */
  public record Line(
      @JsonProperty("default") String standard,
      List<String> offered,
      @Nullable String image,
      Map<String, String> aliases,
      String localMinimum) {

    public String imageOf(String version) {
      return Objects.requireNonNull(image).replace("{version}", version);
    }
  }

  public static Versions load() {
    try (InputStream in = Versions.class.getResourceAsStream("versions.json")) {
      var lines =
          new ObjectMapper()
              .readValue(Objects.requireNonNull(in), new TypeReference<Map<String, Line>>() {});
      return new Versions(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Line of(String tool) {
    return Objects.requireNonNull(tools.get(tool), tool);
  }
}
