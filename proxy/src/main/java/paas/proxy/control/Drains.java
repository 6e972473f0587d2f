package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import paas.proxy.Drained;

/** Asks for a drain. */
final class Drains {
  /** What the other side needs beyond the deadline, to cut what is left and to answer. */
  private static final Duration EXTRA = Duration.ofSeconds(10);

  private Drains() {}

  static Drained ask(Link link, Set<String> targets, Duration deadline)
      throws IOException, Refused, InterruptedException {
    ObjectNode wish = Link.JSON.createObjectNode().put("millis", deadline.toMillis());
    targets.forEach(wish.putArray("targets")::add);
    JsonNode said = link.ask(Verb.DRAIN, wish, deadline.plus(EXTRA));
    return new Drained(
        said.path("finished").asLong(),
        said.path("cut").asLong(),
        said.path("told").asLong(),
        Duration.ofMillis(said.path("millis").asLong()));
  }
}
