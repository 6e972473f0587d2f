package paas.buildpacks.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import org.jspecify.annotations.Nullable;

/** Reads the app's JSON and TOML files; what is wrong with one becomes one sentence. */
public final class Json {
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxNestingDepth(100).maxNumberLength(100).build();
  private static final ObjectMapper JSON =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectMapper COMMENTED_JSON =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectMapper JSONC =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectMapper TOML =
      TomlMapper.builder(TomlFactory.builder().streamReadConstraints(LIMITS).build()).build();

  private Json() {}

  /** The object of a JSON file; app.json and those of Deno may hold comments. */
  public static JsonNode object(String file, String text) {
    return object(file, text, mapper(file.substring(file.lastIndexOf('/') + 1)), "JSON");
  }

  private static ObjectMapper mapper(String name) {
    return switch (name) {
      case "app.json" -> COMMENTED_JSON;
      case "deno.json", "deno.jsonc", "angular.json", "nx.json" -> JSONC;
      default -> JSON;
    };
  }

  /** The table of a TOML file. */
  public static JsonNode toml(String file, String text) {
    return object(file, text, TOML, "TOML");
  }

  /**
   * The text at a field, null if absent.
   *
   * @throws BrokenSource if it is something other than text
   */
  public static @Nullable String text(String file, JsonNode object, String field) {
    JsonNode node = object.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw new BrokenSource(
          file, 0, "has a \"" + field + "\" that is not text", "Write it in quotes.");
    }
    return node.textValue();
  }

  /**
   * The object at a field, an empty one if absent.
   *
   * @throws BrokenSource if it is something other than an object
   */
  public static JsonNode child(String file, JsonNode object, String field) {
    JsonNode node = object.path(field);
    if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
      throw new BrokenSource(
          file, 0, "has a \"" + field + "\" that is not an object", "Write it as {\"name\": ...}.");
    }
    return node;
  }

  private static JsonNode object(String file, String text, ObjectMapper mapper, String format) {
    if (text.isBlank()) {
      throw new BrokenSource(file, 0, "is empty", "Fill it, or remove it.");
    }
    try {
      JsonNode node = mapper.readTree(text);
      if (!node.isObject()) {
        throw new BrokenSource(file, 1, "is not an object", "It must start with {.");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw unreadable(file, text, format, e);
    }
  }

  private static BrokenSource unreadable(
      String file, String text, String format, JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    int line = at == null ? 0 : Math.max(0, at.getLineNr());
    if (line > 0
        && text.lines().skip(line - 1L).findFirst().filter(SourceText::isMergeMarker).isPresent()) {
      return new BrokenSource(
          file, line, "holds a merge marker", "Resolve the conflict and commit again.");
    }
    return new BrokenSource(
        file,
        line,
        "is not valid " + format + " (" + reason(e) + column(at) + ")",
        "Correct it and push again.");
  }

  private static String column(@Nullable JsonLocation at) {
    return at == null || at.getColumnNr() < 1 ? "" : ", column " + at.getColumnNr();
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof MismatchedInputException) {
      return "text follows after its end";
    }
    String first = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    String clean = first.replaceAll("\\p{Cntrl}", " ").strip();
    return clean.length() > 160 ? clean.substring(0, 160) + "..." : clean;
  }
}
