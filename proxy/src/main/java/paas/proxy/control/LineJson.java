package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import paas.proxy.RequestLine;

/** A router line as an array, in the order of its parts. */
final class LineJson {
  private LineJson() {}

  static void add(ArrayNode to, RequestLine line) {
    to.addArray()
        .add(line.at().toEpochMilli())
        .add(line.app())
        .add(line.release())
        .add(line.method())
        .add(line.path())
        .add(line.host())
        .add(line.requestId())
        .add(line.fwd())
        .add(line.process())
        .add(line.connectMillis())
        .add(line.serviceMillis())
        .add(line.status())
        .add(line.bytes())
        .add(line.protocol())
        .add(line.code())
        .add(line.description());
  }

  static RequestLine read(JsonNode said) {
    return new RequestLine(
        Instant.ofEpochMilli(said.path(0).asLong()),
        said.path(1).asText(),
        said.path(2).asText(),
        said.path(3).asText(),
        said.path(4).asText(),
        said.path(5).asText(),
        said.path(6).asText(),
        said.path(7).asText(),
        said.path(8).asText(),
        said.path(9).asLong(),
        said.path(10).asLong(),
        said.path(11).asInt(),
        said.path(12).asLong(),
        said.path(13).asText(),
        text(said.path(14)),
        text(said.path(15)));
  }

  private static @Nullable String text(JsonNode said) {
    return said.isTextual() ? said.asText() : null;
  }
}
