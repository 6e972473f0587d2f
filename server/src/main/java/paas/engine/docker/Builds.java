package paas.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.plan.ConfigMount;
import paas.buildpacks.plan.DockerfileRenderer;
import paas.buildpacks.plan.Surroundings;
import paas.disk.SecretFile;
import paas.engine.BuildConfig;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.BuildRequest;
import paas.engine.EngineUnavailable;
import paas.engine.Supply;
import paas.model.AppId;
import paas.model.Artifact;

/** Builds images: with BuildKit over the plain API, or with the classic builder. */
final class Builds {
  /** Longer than a whole build may be set to take: the deploy has a limit of its own. */
  private static final Duration LONGEST = Duration.ofHours(24);

  /** The secret by which an own Dockerfile gets what the operator trusts; no variable's name. */
  private static final String CERTIFICATES = "paas-ca";

  private static final Pattern PROXY = Pattern.compile("(?i)(?:https?|ftp|no|all)_proxy");

  private final DockerApi api;
  private final Names names;
  private final Images images;
  private final boolean buildKit;
  private final Supply supply;

  /** For what stands in an image about the config. Without it builds are only not cached. */
  private final SecretFile secret;

  Builds(DockerApi api, Names names, Images images, DockerSettings settings) {
    this.api = api;
    this.names = names;
    this.images = images;
    supply = settings.supply();
    secret = new SecretFile(settings.folder().resolve("build.key"));
    buildKit =
        switch (settings.builder()) {
          case BEST -> api.hasBuildKit();
          case CLASSIC -> false;
        };
  }

  /** Whose caches: one app's are never another's. */
  String cacheScope(AppId app) {
    return names.instanceId() + "-" + app;
  }

  String builder() {
    return buildKit ? "BuildKit" : "classic";
  }

  Artifact build(BuildRequest request, BuildOutput output)
      throws BuildFailed, InterruptedException {
    if (!buildKit && request.plan().build() instanceof Buildpacks) {
      throw new BuildFailed(
          "buildpacks are built with BuildKit, which this Docker does not have",
          "take a newer Docker, or add a Dockerfile");
    }
    ImageBuild plan = ImageBuild.of(request, renderer(request));
    for (String image : plan.images()) {
      images.provide(image, output);
    }
    Artifact.Image image = names.image(request);
    String id = UUID.randomUUID().toString();
    try (Session session = session(plan)) {
      Request build = request(request, plan, image, id, session.id());
      @Nullable BuildFailed failure =
          api.within(LONGEST, "build", () -> send(request, plan, build, output));
      if (failure != null) {
        throw failure;
      }
      return image;
    } catch (InterruptedException | EngineUnavailable e) {
      cancel(id);
      throw e;
    }
  }

  private DockerfileRenderer renderer(BuildRequest request) {
    String scope = cacheScope(request.app());
    DockerfileRenderer usual =
        buildKit ? DockerfileRenderer.buildKit(scope) : DockerfileRenderer.classic();
    DockerfileRenderer here = usual.in(new Surroundings(supply.certificates(), supply.env()));
    Map<String, String> config = request.config();
    if (config.isEmpty()) {
      return here;
    }
    byte[] key = secret.key();
    return here.with(
        new ConfigMount(
            BuildConfig.key(key, scope, BuildConfig.ofTools(config)),
            BuildConfig.key(key, scope, config)));
  }

  /** Where a build asks for secrets; nothing where it has none. */
  private record Session(@Nullable BuildSecrets secrets) implements AutoCloseable {
    String id() {
      return secrets == null ? "" : secrets.id();
    }

    @Override
    public void close() {
      try {
        if (secrets != null) {
          secrets.close();
        }
      } catch (IOException e) {
        throw new EngineUnavailable("the session of a build does not close", e);
      }
    }
  }

  private Session session(ImageBuild plan) throws InterruptedException {
    Map<String, String> secrets = new TreeMap<>(plan.secrets());
    if (plan.own() && !supply.certificates().isEmpty()) {
      secrets.put(CERTIFICATES, String.join("\n", supply.certificates()) + "\n");
    }
    boolean asks = buildKit && !secrets.isEmpty();
    return new Session(asks ? BuildSecrets.serve(api, secrets) : null);
  }

  private Request request(
      BuildRequest request, ImageBuild plan, Artifact.Image image, String id, String session) {
    Map<String, String> query = new LinkedHashMap<>();
    if (!session.isEmpty()) {
      query.put("session", session);
    }
    query.put("version", buildKit ? "2" : "1");
    query.put("buildid", id);
    query.put("dockerfile", plan.dockerfile());
    query.put("t", image.reference());
    query.put("nocache", String.valueOf(!request.cached()));
    query.put("rm", "true");
    query.put("forcerm", "true");
    query.put("buildargs", DockerApi.JSON.valueToTree(arguments(plan)).toString());
    query.put("labels", DockerApi.JSON.valueToTree(names.labels(request)).toString());
    return api.request("POST", "/build", query)
        .putHeader("Content-Type", "application/x-tar")
        .build();
  }

  /**
   * An own Dockerfile takes what it declares by ARG. Proxies need no declaration, and no image
   * keeps them.
   */
  private Map<String, String> arguments(ImageBuild plan) {
    Map<String, String> arguments = new TreeMap<>(supply.env());
    arguments.keySet().removeIf(name -> !plan.own() && !PROXY.matcher(name).matches());
    return arguments;
  }

  /** Runs on the call's own thread. */
  private @Nullable BuildFailed send(
      BuildRequest wanted, ImageBuild plan, Request build, BuildOutput output) throws IOException {
    StepTitle titles = StepTitle.of(wanted.plan().build());
    try (Context context = Context.of(wanted.source(), plan)) {
      Request request = Request.builder().from(build).body(context.stream()).build();
      try (Response response = api.accepted("build", request)) {
        BuildFailed failure =
            buildKit
                ? readBuildKit(response, new BuildKitSteps(output, titles))
                : readClassic(response, new ClassicSteps(output, titles));
        return context.problem == null ? failure : BuildFailure.of(context.problemOr(""));
      } catch (Refused e) {
        return BuildFailure.of(context.problemOr(e.reason()));
      }
    }
  }

  private static MappingIterator<JsonNode> lines(Response response) throws IOException {
    return DockerApi.JSON.readerFor(JsonNode.class).readValues(response.getBody());
  }

  private static @Nullable BuildFailed readBuildKit(Response response, BuildKitSteps steps)
      throws IOException {
    try (MappingIterator<JsonNode> lines = lines(response)) {
      while (lines.hasNextValue()) {
        JsonNode line = lines.nextValue();
        if (line.has("error")) {
          return steps.failure(line.path("error").asText());
        }
        if (line.path("id").asText().equals("moby.buildkit.trace")) {
          steps.take(BuildKitTrace.read(Base64.getDecoder().decode(line.path("aux").asText())));
        }
      }
    }
    return null;
  }

  private static @Nullable BuildFailed readClassic(Response response, ClassicSteps steps)
      throws IOException {
    try (MappingIterator<JsonNode> lines = lines(response)) {
      while (lines.hasNextValue()) {
        JsonNode line = lines.nextValue();
        if (line.has("error")) {
          return steps.failure(line.path("error").asText());
        }
        steps.take(line.path("stream").asText());
      }
    }
    steps.finish();
    return null;
  }

  /** The closed connection already ends the build; an engine that missed it is told in words. */
  private void cancel(String id) {
    Request request = api.request("POST", "/build/cancel", Map.of("id", id)).build();
    Thread.ofVirtual()
        .start(() -> {
          try {
            api.open("cancel build", request).close();
          } catch (InterruptedException | RuntimeException e) {
            // Nothing is lost: the build was cut off with its connection.
            Thread.currentThread().interrupt();
          }
        });
  }

  /** The tar of a source tree, written while Docker reads it. */
  private static final class Context implements AutoCloseable {
    private final Pipe pipe = Pipe.open();
    private volatile @Nullable String problem;

    private Context() throws IOException {}

    static Context of(Path source, ImageBuild plan) throws IOException {
      Context context = new Context();
      Thread.ofVirtual().name("build-context").start(() -> context.fill(source, plan));
      return context;
    }

    private void fill(Path source, ImageBuild plan) {
      try (OutputStream out = Channels.newOutputStream(pipe.sink())) {
        SourceTar.write(source, plan, out);
      } catch (IOException | IllegalArgumentException e) {
        problem = "the source cannot be read: " + e.getMessage();
      }
    }

    InputStream stream() {
      return Channels.newInputStream(pipe.source());
    }

    String problemOr(String other) {
      String seen = problem;
      return seen == null ? other : seen;
    }

    @Override
    public void close() throws IOException {
      pipe.source().close();
      pipe.sink().close();
    }
  }
}
