package paas.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.Built;
import paas.engine.EngineUnavailable;
import paas.engine.Supply;
import paas.model.AppId;
import paas.model.Artifact;

/** Images: those that builds start from, and those that they make. */
final class Images {
  private static final Duration LONGEST_PULL = Duration.ofMinutes(20);
  private static final Duration LONGEST_LOGIN = Duration.ofSeconds(30);
  private static final String HUB_LOGIN = "https://index.docker.io/v1/";

  private final DockerApi api;
  private final Names names;
  private final Supply supply;

  Images(DockerApi api, Names names, Supply supply) {
    this.api = api;
    this.names = names;
    this.supply = supply;
  }

  boolean has(String image) {
    try {
      api.find("images", image);
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
    ImageName asked = source(ImageName.of(image));
    try {
      api.within(LONGEST_PULL, "pull " + image, () -> pull(asked, output));
      rename(asked, image);
    } catch (Refused e) {
      throw PullFailure.of(image, asked, e.reason());
    } catch (EngineUnavailable e) {
      // The library tells a registry's time-out and a lost engine alike; ask which it was.
      if (has(image)) {
        return;
      }
      throw PullFailure.of(image, asked, String.valueOf(e.getMessage()));
    }
    if (!has(image)) {
      throw PullFailure.of(image, asked, "no such image came");
    }
    String from = asked.equals(ImageName.of(image)) ? "pulled" : "pulled from " + asked.host();
    output.stepDone(title, Duration.ofNanos(System.nanoTime() - begin), from);
  }

  /** Where an image is asked for: at a mirror where its registry has one. */
  private ImageName source(ImageName image) {
    String mirror = supply.mirrors().get(image.host());
    return mirror == null || image.isDigest() ? image : image.at(mirror);
  }

  private boolean pull(ImageName image, BuildOutput output) throws IOException {
    Request.Builder request =
        api.request("POST", "/images/create", Map.of("fromImage", image.toString()));
    Optional<byte[]> login = login(image);
    login.ifPresent(
        json -> request.putHeader("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(json)));
    try (Response response = api.accepted("pull " + image, request.build());
        MappingIterator<JsonNode> lines =
            DockerApi.JSON.readerFor(JsonNode.class).readValues(response.getBody())) {
      while (lines.hasNextValue()) {
        progress(lines.nextValue(), output);
      }
    }
    return true;
  }

  /** The login that this server keeps, else the one of its user's Docker client. */
  private Optional<byte[]> login(ImageName image) throws IOException {
    Optional<Supply.Login> kept = supply.logins().apply(image.host());
    if (kept.isPresent()) {
      return Optional.of(DockerApi.JSON.writeValueAsBytes(auth(kept.get())));
    }
    AuthConfig credentials = api.credentials(image.toString());
    return credentials == null
        ? Optional.empty()
        : Optional.of(DockerApi.JSON.writeValueAsBytes(credentials));
  }

  private static Map<String, String> auth(Supply.Login login) {
    return Map.of(
        "username", login.user(),
        "password", login.password(),
        "serveraddress", login.host().equals(ImageName.HUB) ? HUB_LOGIN : login.host());
  }

  /** Asks the registry whether it knows this login; empty if it does, else why it does not. */
  Optional<String> refused(Supply.Login login) throws InterruptedException {
    try {
      Request request =
          api.request("POST", "/auth", Map.of())
              .putHeader("Content-Type", "application/json")
              .body(new ByteArrayInputStream(DockerApi.JSON.writeValueAsBytes(auth(login))))
              .build();
      api.json("log in to " + login.host(), request, LONGEST_LOGIN);
      return Optional.empty();
    } catch (Refused e) {
      return Optional.of(e.reason());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came from a mirror goes by the name that Dockerfiles know. */
  private void rename(ImageName from, String image) throws InterruptedException {
    ImageName wanted = ImageName.of(image);
    if (from.equals(wanted)) {
      return;
    }
    Map<String, String> to = Map.of("repo", wanted.repository(), "tag", wanted.tag().substring(1));
    api.open("name " + image, api.request("POST", "/images/" + from + "/tag", to).build()).close();
    remove(from.toString());
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
