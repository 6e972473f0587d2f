package paas.buildpacks.bom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import paas.buildpacks.plan.Build;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.plan.Recipe;

/** A bill of materials: what one commit of an app is made of, as CycloneDX 1.6 in JSON. */
public final class Bom {
  private static final int MOST = 20_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Bom() {}

  /**
   * Of what a build is made.
   *
   * @param files the app's own files: the text of one, empty if there is none
   * @param app its name; commit its commit, now when it is built
   */
  public static String of(
      Function<String, Optional<String>> files,
      BuildPlan plan,
      String app,
      String commit,
      Instant now) {
    ObjectNode bom = JSON.createObjectNode();
    bom.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    bom.put("bomFormat", "CycloneDX").put("specVersion", "1.6");
    String seed = app + " " + commit + " " + plan.hash();
    UUID serial = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
    bom.put("serialNumber", "urn:uuid:" + serial).put("version", 1);
    ObjectNode metadata = bom.putObject("metadata");
    metadata.put("timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
    metadata
        .putObject("component")
        .put("type", "application")
        .put("bom-ref", app + "@" + commit)
        .put("name", app)
        .put("version", commit);
    ArrayNode components = bom.putArray("components");
    images(plan).forEach(image -> image(components.addObject(), image));
    ArrayNode read = JSON.createArrayNode();
    for (LockFile lock : LockFile.ALL) {
      Optional<String> text = files.apply(lock.file());
      if (text.isPresent()) {
        read.add(lock.file());
        // The same package lies in several places of a tree.
        Map<String, Component> once = new LinkedHashMap<>();
        lock.read(text.get()).stream().limit(MOST).forEach(c -> once.merge(c.purl(), c, Bom::more));
        once.forEach((purl, component) -> library(components.addObject(), purl, component));
      }
    }
    properties(metadata, plan, read);
    return written(bom);
  }

  /** What is needed anywhere at run time is needed. */
  private static Component more(Component one, Component other) {
    return one.development() ? other : one;
  }

  private static void properties(ObjectNode metadata, BuildPlan plan, ArrayNode read) {
    ArrayNode properties = metadata.putArray("properties");
    properties.addObject().put("name", "paas:plan").put("value", plan.hash());
    properties.addObject().put("name", "paas:language").put("value", plan.language());
    plan.versions()
        .forEach(v ->
            properties
                .addObject()
                .put("name", "paas:version:" + v.tool())
                .put("value", v.version()));
    read.forEach(
        file -> properties.addObject().put("name", "paas:read").put("value", file.asText()));
  }

  private static List<String> images(BuildPlan plan) {
    return switch (plan.build()) {
      case Recipe recipe -> List.of(recipe.runtimeImage());
      case Buildpacks packs -> List.of(packs.stack().runImage());
      case Build.OwnDockerfile own -> own.images();
    };
  }

  private static void image(ObjectNode node, String image) {
    int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
    String name = colon < 0 ? image : image.substring(0, colon);
    String tag = colon < 0 ? "latest" : image.substring(colon + 1);
    node.put("type", "container")
        .put("bom-ref", "image:" + image)
        .put("name", name)
        .put("version", tag)
        .put("purl", Component.grouped("docker", name, tag, false).purl());
  }

  private static void library(ObjectNode node, String purl, Component component) {
    node.put("type", "library").put("bom-ref", purl);
    if (!component.group().isEmpty()) {
      node.put("group", component.group());
    }
    node.put("name", component.name()).put("version", component.version()).put("purl", purl);
    node.put("scope", component.development() ? "excluded" : "required");
  }

  private static String written(ObjectNode bom) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bom);
    } catch (JsonProcessingException everythingIsText) {
      throw new IllegalStateException(everythingIsText);
    }
  }
}
