package paas.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A table as JSON: on the disk, and between the server and a proxy in a process of its own. What an
 * older one leaves out gets its default; what a newer one has beside that is refused, because a
 * rule that is not understood must not be passed over.
 */
public final class TableJson {
  private static final int FORMAT = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** The file's shape; times in milliseconds. */
  private record Saved(
      int format, long revision, List<SavedApp> apps, List<Challenge> challenges) {}

  private record SavedApp(
      String app,
      String release,
      Set<String> hosts,
      AppRoute.Mode mode,
      List<Target> targets,
      long connectMillis,
      long firstByteMillis,
      long idleMillis,
      long holdMillis,
      Rules rules,
      Traffic traffic,
      Pages pages) {
    static SavedApp of(AppRoute route) {
      Timeouts times = route.timeouts();
      return new SavedApp(
          route.app(),
          route.release(),
          route.hosts(),
          route.mode(),
          route.targets(),
          times.connect().toMillis(),
          times.firstByte().toMillis(),
          times.idle().toMillis(),
          times.hold().toMillis(),
          route.rules(),
          route.traffic(),
          route.pages());
    }

    AppRoute route() {
      Timeouts times =
          new Timeouts(
              Duration.ofMillis(connectMillis),
              Duration.ofMillis(firstByteMillis),
              Duration.ofMillis(idleMillis),
              Duration.ofMillis(holdMillis));
      return new AppRoute(app, release, hosts, mode, targets, times, rules, traffic, pages);
    }
  }

  /** A table of another format. */
  static final class OtherFormat extends RuntimeException {
    private static final long serialVersionUID = 1;

    OtherFormat(int format) {
      super("its format is " + format + ", this version reads " + FORMAT);
    }
  }

  private TableJson() {}

  /** The table as one line of JSON. */
  public static byte[] bytes(RouteTable table) {
    List<SavedApp> apps = table.apps().stream().map(SavedApp::of).toList();
    try {
      return JSON.writeValueAsBytes(new Saved(FORMAT, table.revision(), apps, table.challenges()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws OtherFormat when it is of another format
   * @throws IllegalArgumentException when it is no table, or one that this version does not
   *     understand
   */
  public static RouteTable table(byte[] json) {
    try {
      JsonNode tree = JSON.readTree(json);
      int format = tree.path("format").asInt(-1);
      if (format != FORMAT) {
        throw new OtherFormat(format);
      }
      ((ObjectNode) tree).putIfAbsent("challenges", JSON.createArrayNode());
      tree.path("apps").forEach(TableJson::complete);
      Saved saved = JSON.treeToValue(tree, Saved.class);
      return new RouteTable(
          saved.revision(),
          saved.apps().stream().map(SavedApp::route).toList(),
          saved.challenges());
    } catch (IOException | ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException("not a table: " + e.getMessage(), e);
    }
  }

  /** A table that was saved before there were rules is read on: a start is never without one. */
  private static void complete(JsonNode app) {
    ObjectNode saved = (ObjectNode) app;
    saved.putIfAbsent("holdMillis", JSON.valueToTree(Timeouts.DEFAULT.hold().toMillis()));
    saved.putIfAbsent("rules", JSON.valueToTree(Rules.NONE));
    ((ObjectNode) saved.get("rules")).putIfAbsent("compress", JSON.valueToTree(false));
    saved.putIfAbsent("pages", JSON.valueToTree(Pages.NONE));
    ObjectNode traffic = saved.withObjectProperty("traffic");
    JSON.valueToTree(Traffic.NONE)
        .properties()
        .forEach(part -> traffic.putIfAbsent(part.getKey(), part.getValue()));
  }
}
