package paas.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.Built;
import paas.engine.EngineUnavailable;
import paas.model.AppId;
import paas.model.Artifact;

/** Images: those that builds start from, and those that they make. */
final class Images {
  private static final Duration LONGEST_PULL = Duration.ofMinutes(20);

  private final DockerApi api;
  private final Names names;

  Images(DockerApi api, Names names) {
    this.api = api;
    this.names = names;
  }

  boolean has(String image) {
    try {
      api.ask("inspect image " + image, docker -> docker.inspectImageCmd(image).exec());
      return true;
    } catch (Refused e) {
      if (e.status() == Refused.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** Sees to it that an image is here before a build needs it: BuildKit cannot pull by itself. */
  void provide(String image, BuildOutput output) throws BuildFailed, InterruptedException {
    String title = "base " + image;
    long begin = System.nanoTime();
    if (has(image)) {
      output.stepDone(title, Duration.ofNanos(System.nanoTime() - begin), "cached");
      return;
    }
    output.step(title);
    try {
      api.within(LONGEST_PULL, "pull " + image, () -> pull(image, output));
    } catch (Refused e) {
      throw missing(image, e.reason());
    } catch (EngineUnavailable e) {
      // The library tells a registry's time-out and a lost engine alike; ask which it was.
      if (has(image)) {
        return;
      }
      throw missing(image, String.valueOf(e.getMessage()));
    }
    if (!has(image)) {
      throw missing(image, "the registry sent no such image");
    }
    output.stepDone(title, Duration.ofNanos(System.nanoTime() - begin), "pulled");
  }

  private boolean pull(String image, BuildOutput output) throws IOException {
    int slash = image.lastIndexOf('/');
    boolean tagged = image.indexOf(':', slash + 1) > 0 || image.contains("@");
    Request.Builder request =
        api.request(
            "POST", "/images/create", Map.of("fromImage", tagged ? image : image + ":latest"));
    AuthConfig credentials = api.credentials(image);
    if (credentials != null) {
      byte[] json = DockerApi.JSON.writeValueAsBytes(credentials);
      request.putHeader("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(json));
    }
    try (Response response = api.accepted("pull " + image, request.build());
        MappingIterator<JsonNode> lines =
            DockerApi.JSON.readerFor(JsonNode.class).readValues(response.getBody())) {
      while (lines.hasNextValue()) {
        progress(lines.nextValue(), output);
      }
    }
    return true;
  }

  private static void progress(JsonNode line, BuildOutput output) {
    if (line.has("error")) {
      throw new Refused("pull", 500, line.path("error").asText());
    }
    String status = line.path("status").asText();
    if (status.equals("Pull complete") || status.startsWith("Pulling from")) {
      output.line(line.path("id").asText() + ": " + status);
    }
  }

  private static BuildFailed missing(String image, String why) {
    return new BuildFailed(
        "the base image " + image + " is not here and cannot be pulled: " + why,
        "connect the Docker engine to a registry that has it, or provide it yourself"
            + " (docker load; scripts/base-images.sh makes stand-ins for the official ones)");
  }

  void discard(Artifact.Image image) {
    remove(image.reference());
  }

  private void remove(String image) {
    try {
      api.ask(
          "remove image " + image, docker -> docker.removeImageCmd(image).withForce(true).exec());
    } catch (Refused e) {
      if (e.status() != Refused.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Every image that builds of this server have tagged. */
  List<Built> built() {
    return api
        .ask(
            "list images",
            docker -> docker.listImagesCmd().withLabelFilter(names.instance()).exec())
        .stream()
        .map(com.github.dockerjava.api.model.Image::getRepoTags)
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream)
        .flatMap(tag -> names.built(tag).stream())
        .toList();
  }

  /** Removes every image that was built for this app. */
  void forget(AppId app) throws InterruptedException {
    Map<String, String> labels = names.labels(app);
    List<com.github.dockerjava.api.model.Image> images =
        api.call("list images", docker -> docker.listImagesCmd().withLabelFilter(labels).exec());
    for (com.github.dockerjava.api.model.Image image : images) {
      remove(image.getId());
    }
  }
}
