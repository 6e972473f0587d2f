package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of itself.
 *
 * @param identity what it was started with
 */
public record Running(
    String identity, long pid, InetSocketAddress http, @Nullable InetSocketAddress https) {
  static Running of(JsonNode said) throws IOException {
    return new Running(
        said.path("identity").asText(),
        said.path("pid").asLong(),
        address(said.path("http")),
        said.has("https") ? address(said.path("https")) : null);
  }

  private static InetSocketAddress address(JsonNode said) throws IOException {
    try {
      InetAddress host = InetAddress.ofLiteral(said.path("host").asText());
      return new InetSocketAddress(host, said.path("port").asInt());
    } catch (IllegalArgumentException e) {
      throw new IOException("the proxy does not say where it listens", e);
    }
  }
}
