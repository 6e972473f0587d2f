package paas.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;

/**
 * Tells a terminal's new size to Docker.
 *
 * @param path of the container or of the command in it
 */
record Resizing(DockerApi api, String path) {
  private static final Logger LOG = LoggerFactory.getLogger(Resizing.class);

  void to(int columns, int rows) {
    Map<String, String> size = Map.of("w", String.valueOf(columns), "h", String.valueOf(rows));
    Request request = api.request("POST", path + "/resize", size).build();
    try {
      api.open("resize", request).close();
    } catch (Refused | EngineUnavailable e) {
      LOG.debug("{} has ended before it was resized", path);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
