package paas.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.buildpacks.Detector;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.source.SourceTree;
import paas.engine.BuildFailed;
import paas.engine.BuildRequest;
import paas.engine.Supply;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Artifact;

/** Base images from a registry that wants a login, which is Debian's docker-registry. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryTest {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final AppId APP = new AppId(1);

  /** Of "right", as htpasswd -B writes it. */
  private static final String HASH = "$2y$04$Qjl2mrJnOHDqyk2VT.2AQeDBHMfnVl2l6Z0K6zTyQd3MfWiveFxoW";

  @TempDir static Path folder;
  private final String instance = TestDocker.newInstanceId();
  private final Map<String, Supply.Login> logins = new ConcurrentHashMap<>();
  private @Nullable Process registry;
  private @Nullable DockerEngine opened;
  private @Nullable DockerApi api;
  private String host = "";
  private String hubImage = "";
  private int builds;

  @BeforeAll
  void open() throws Exception {
    Discovery.Reachable docker = TestDocker.find();
    if (!Files.isExecutable(PROGRAM)) {
      String why = PROGRAM + " is not installed: apt-get install docker-registry";
      if (System.getenv().getOrDefault("PAAS_TEST_REQUIRE", "").contains("docker-registry")) {
        throw new AssertionError("PAAS_TEST_REQUIRE asks for a registry: " + why);
      }
      System.err.println("SKIPPED, not tested: registries with a login (" + why + ")");
      Assumptions.abort(why);
    }
    host = "127.0.0.1:" + startRegistry();
    hubImage = "paas-test-" + instance + ":1";
    api = new DockerApi(docker.host());
    opened = DockerEngine.open(settings(), docker, (_, _, _, _) -> {});
    Artifact base = build("FROM scratch", "COPY Dockerfile /one");
    push(base.reference(), host + "/base", "1");
    push(base.reference(), host + "/library/" + hubImage.replace(":1", ""), "1");
  }

  private DockerSettings settings() {
    return new DockerSettings(
        instance,
        folder.resolve("data"),
        DockerSettings.Builder.BEST,
        new Supply(
            Map.of("docker.io", host),
            List.of(),
            Map.of(),
            name -> Optional.ofNullable(logins.get(name))));
  }

  private int startRegistry() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path passwords = Files.writeString(folder.resolve("htpasswd"), "builder:" + HASH + "\n");
    Path config =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: "127.0.0.1:%d"}
            auth: {htpasswd: {realm: test, path: %s}}
            """
                .formatted(folder.resolve("registry"), port, passwords));
    registry =
        new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    await().atMost(30, TimeUnit.SECONDS).until(() -> listens(port));
    return port;
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @AfterAll
  void close() throws Exception {
    if (opened != null) {
      try (DockerEngine engine = opened;
          DockerApi docker = api()) {
        engine.forget(APP);
        for (String image : List.of(host + "/base:1", hubImage)) {
          if (engine.has(new Artifact.Image(image))) {
            engine.discard(new Artifact.Image(image));
          }
        }
        assertThat(docker.version()).isNotEmpty();
      }
    }
    if (registry != null) {
      registry.destroy();
      assertThat(registry.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private DockerApi api() {
    return Objects.requireNonNull(api);
  }

  private DockerEngine engine() {
    return Objects.requireNonNull(opened);
  }

  private Supply.Login login(String password) {
    return new Supply.Login(host, "builder", password);
  }

  private Artifact build(String... dockerfile) throws Exception {
    Path source = Files.createDirectories(folder.resolve("source" + ++builds));
    Files.write(source.resolve("Dockerfile"), List.of(dockerfile));
    Files.writeString(source.resolve("Procfile"), "web: /one\n");
    if (!(Detector.standard().detect(SourceTree.of(source)) instanceof Detection.Detected found)) {
      throw new AssertionError("not understood");
    }
    BuildRequest request =
        new BuildRequest(
            APP,
            new AppName("sample"),
            builds,
            "0".repeat(40),
            source,
            found.plan(),
            Map.of(),
            true);
    return engine().build(request, new Heard());
  }

  /** Under another name, and away from the engine. */
  private void push(String image, String repository, String tag) throws Exception {
    Map<String, String> to = Map.of("repo", repository, "tag", tag);
    api().open("tag", api().request("POST", "/images/" + image + "/tag", to).build()).close();
    String json = "{\"username\":\"builder\",\"password\":\"right\"}";
    byte[] auth = json.getBytes(StandardCharsets.UTF_8);
    var push =
        api()
            .request("POST", "/images/" + repository + "/push", Map.of("tag", tag))
            .putHeader("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(auth))
            .build();
    try (Response told = api().open("push", push)) {
      String said = new String(told.getBody().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).doesNotContain("error");
    }
    engine().discard(new Artifact.Image(repository + ":" + tag));
  }

  @Test
  void aLoginOpensARegistryAndItsMirrors() throws Exception {
    logins.clear();
    assertThatThrownBy(() -> build("FROM " + host + "/base:1"))
        .asInstanceOf(type(BuildFailed.class))
        .satisfies(failed -> {
          assertThat(failed.reason()).contains(host + "/base:1", "wants a login");
          assertThat(failed.remedy()).contains("registry:login " + host);
        });
    assertThat(engine().refused(login("wrong"))).isPresent();
    assertThat(engine().refused(login("right"))).isEmpty();

    logins.put(host, login("right"));
    assertThat(engine().has(build("FROM " + host + "/base:1"))).isTrue();
    assertThat(engine().has(build("FROM " + hubImage))).isTrue();
    assertThat(engine().has(new Artifact.Image(hubImage))).isTrue();
    assertThatThrownBy(() -> build("FROM " + host + "/base:2"))
        .hasMessageContaining("no such image, or no such tag");
  }

  @Test
  void whatCannotBeReachedIsNamed() throws IOException {
    String nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = "127.0.0.1:" + free.getLocalPort();
    }
    assertThatThrownBy(() -> build("FROM " + nobody + "/base:1"))
        .hasMessageContaining(nobody + " does not give it: it cannot be reached");
  }
}
