package paas.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.engine.EngineUnavailable;
import paas.engine.InstanceState;
import paas.model.InstanceName;

/**
 * Hears from Docker when a process ends or somebody has a hand in it. Connects again when the
 * stream breaks, and then looks at everything, so that every end is told once.
 */
final class Events implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int REMEMBERED = 10_000;
  private static final String DIED = "die";

  private final DockerApi api;
  private final Names names;
  private final Containers containers;
  private final List<Consumer<InstanceState.Ended>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<InstanceName>> changes = new CopyOnWriteArrayList<>();
  private final Set<String> told = Collections.newSetFromMap(bounded());
  private volatile @Nullable Response stream;
  private volatile boolean closed;
  private boolean connectedBefore;

  Events(DockerApi api, Names names, Containers containers) {
    this.api = api;
    this.names = names;
    this.containers = containers;
  }

  private static Map<String, Boolean> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  void add(Consumer<InstanceState.Ended> listener) {
    listeners.add(listener);
  }

  void addChanged(Consumer<InstanceName> listener) {
    changes.add(listener);
  }

  void start() {
    Thread.ofVirtual().name("docker-events").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        connect();
        if (!closed) {
          Thread.sleep(RETRY);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void connect() throws InterruptedException {
    String filters =
        DockerApi.JSON
            .valueToTree(
                Map.of(
                    "type", List.of("container"),
                    "event", List.of(DIED, "start", "pause", "unpause", "destroy"),
                    "label", names.processes()))
            .toString();
    Request request = api.request("GET", "/events", Map.of("filters", filters)).build();
    try (Response response = api.open("events", request)) {
      stream = response;
      missed();
      MappingIterator<JsonNode> events =
          DockerApi.JSON.readerFor(JsonNode.class).readValues(response.getBody());
      while (!closed && events.hasNextValue()) {
        heard(events.nextValue());
      }
    } catch (IOException | EngineUnavailable | Refused e) {
      LOG.debug("Docker's events broke off", e);
    }
  }

  /** What ended before the first connection is for whoever recovers; later it was missed. */
  private void missed() {
    for (Containers.Found found : containers.all()) {
      if (connectedBefore) {
        changed(found.state().name());
      }
      if (found.state() instanceof InstanceState.Ended end) {
        if (connectedBefore) {
          tell(found.id(), end);
        } else {
          told.add(mark(found.id(), end));
        }
      }
    }
    connectedBefore = true;
  }

  private void heard(JsonNode event) {
    JsonNode actor = event.path("Actor");
    InstanceName name = InstanceName.parse(actor.path("Attributes").path(Names.NAME).asText());
    if (event.path("Action").asText().equals(DIED)) {
      ended(name, actor);
    } else {
      changed(name);
    }
  }

  private void ended(InstanceName name, JsonNode actor) {
    // Only the container itself knows about memory; it may have been removed already.
    if (containers.inspect(name) instanceof InstanceState.Ended end) {
      tell(actor.path("ID").asText(), end);
    } else {
      JsonNode labels = actor.path("Attributes");
      int release = labels.path(Names.RELEASE).asInt();
      int code = labels.path("exitCode").asInt();
      tell(
          actor.path("ID").asText(),
          new InstanceState.Ended(name, release, code, false, Instant.now()));
    }
  }

  /** A container that somebody started again may end again. */
  private static String mark(String id, InstanceState.Ended end) {
    return id + "@" + end.at();
  }

  private void changed(InstanceName name) {
    for (Consumer<InstanceName> listener : changes) {
      try {
        listener.accept(name);
      } catch (RuntimeException e) {
        LOG.error("a listener failed at a change of {}", name, e);
      }
    }
  }

  private void tell(String id, InstanceState.Ended end) {
    if (told.add(mark(id, end))) {
      for (Consumer<InstanceState.Ended> listener : listeners) {
        try {
          listener.accept(end);
        } catch (RuntimeException e) {
          LOG.error("a listener failed at the end of {}", end.name(), e);
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Response open = stream;
    if (open != null) {
      open.close();
    }
  }
}
