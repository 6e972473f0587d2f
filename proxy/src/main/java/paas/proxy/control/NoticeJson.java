package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import paas.proxy.Notice;

/** A notice as an object. */
final class NoticeJson {
  private NoticeJson() {}

  static JsonNode of(Notice notice) {
    return Link.JSON
        .createObjectNode()
        .put("at", notice.at().toEpochMilli())
        .put("app", notice.app())
        .put("kind", notice.kind().name())
        .put("process", notice.process())
        .put("text", notice.text());
  }

  /** Empty when it is of a kind that only a newer version knows. */
  static Optional<Notice> read(JsonNode said) {
    return Arrays.stream(Notice.Kind.values())
        .filter(kind -> kind.name().equals(said.path("kind").asText()))
        .findFirst()
        .map(kind ->
            new Notice(
                Instant.ofEpochMilli(said.path("at").asLong()),
                said.path("app").asText(),
                kind,
                said.path("process").asText(),
                said.path("text").asText()));
  }
}
