package paas.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paas.buildpacks.Detector;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.source.SourceTree;
import paas.engine.BuildFailed;
import paas.engine.BuildRequest;
import paas.engine.CacheUse;
import paas.engine.Supply;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Artifact;

/** Builds with a real Docker engine: what is said, what is cached, what goes wrong. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerBuildTest {
  private static final String BASE = "debian:bookworm-slim";
  private static final AppId APP = new AppId(1);

  @TempDir Path data;
  @TempDir Path folder;
  private final Heard heard = new Heard();
  private Map<String, String> config = Map.of("SECRET", "pass-word", "QUOTED", "it's \"$1\" \\x");
  private final String instance = TestDocker.newInstanceId();
  private @Nullable DockerEngine opened;

  private DockerEngine open(DockerSettings.Builder builder, String id) {
    return DockerEngine.open(
        new DockerSettings(id, folder.resolve(id), builder, Supply.USUAL),
        TestDocker.find(),
        (_, _, _, _) -> {});
  }

  private DockerEngine engine() {
    return Objects.requireNonNull(opened, "opened before the test");
  }

  @BeforeEach
  void open() {
    opened = open(DockerSettings.Builder.BEST, instance);
  }

  @AfterEach
  void forget() throws InterruptedException {
    if (opened != null) {
      opened.forget(APP);
      opened.close();
    }
  }

  @ParameterizedTest
  @EnumSource(DockerSettings.Builder.class)
  void secondBuildIsCachedAndSaysSo(DockerSettings.Builder builder) throws Exception {
    engine().close();
    opened = open(builder, instance);
    Files.writeString(data.resolve("file"), "text");
    String run = "echo " + UUID.randomUUID();
    dockerfile("FROM " + BASE, "RUN " + run, "COPY file /file", "CMD [\"cat\", \"/file\"]");
    build(1, true);
    assertThat(heard.lines()).contains("done base " + BASE + " (cached)", "step " + run);
    assertThat(heard.lines()).contains("line " + run.substring(5), "done " + run);
    heard.clear();
    build(2, true);
    assertThat(heard.lines()).contains("done " + run + " (cached)");
    assertThat(heard.lines())
        .contains("done copy file /file (cached)")
        .doesNotContain("step " + run);
    heard.clear();
    build(3, false);
    assertThat(heard.lines()).contains("step " + run).doesNotContain("done " + run + " (cached)");
  }

  @ParameterizedTest
  @EnumSource(DockerSettings.Builder.class)
  void failingStepIsNamedAfterItsLines(DockerSettings.Builder builder) throws Exception {
    engine().close();
    opened = open(builder, instance);
    dockerfile("FROM " + BASE, "RUN seq 1 99; echo oh no; exit 7");
    assertThatThrownBy(() -> build(1, false))
        .isInstanceOfSatisfying(
            BuildFailed.class,
            failed -> {
              assertThat(failed.reason())
                  .isEqualTo("'seq 1 99; echo oh no; exit 7' failed with exit code 7");
              assertThat(failed.lastLines()).hasSize(30).startsWith("71").endsWith("99", "oh no");
              assertThat(failed.remedy()).isNotEmpty();
            });
    assertThat(heard.lines()).contains("line 1", "line oh no");
    assertThat(heard.lines()).anyMatch(line -> line.contains("exit 7 (failed after "));
  }

  @Test
  void imageThatCannotBePulledIsNamedWithTheWayOut() throws IOException {
    String missing = "localhost:1/nobody/has-" + UUID.randomUUID() + ":1";
    dockerfile("FROM " + missing, "RUN true");
    assertThatThrownBy(() -> build(1, true))
        .isInstanceOfSatisfying(
            BuildFailed.class,
            failed -> {
              assertThat(failed.reason()).contains(missing).contains("cannot be reached");
              assertThat(failed.remedy()).contains("scripts/base-images.sh");
            });
  }

  @Test
  void whatTheOperatorGivesToBuildsIsThereAndNotInTheImage() throws Exception {
    engine().close();
    Supply supply =
        new Supply(
            Map.of(), List.of(certificate()), Map.of("MIRROR", "a\"b $c"), _ -> Optional.empty());
    opened =
        DockerEngine.open(
            new DockerSettings(
                instance, folder.resolve(instance), DockerSettings.Builder.BEST, supply),
            TestDocker.find(),
            (_, _, _, _) -> {});
    String look =
        "test -s $NODE_EXTRA_CA_CERTS && test -s $PIP_CERT && echo mirror=$MIRROR. && test $SECRET = pass-word && echo $QUOTED";
    Files.writeString(
        data.resolve("package.json"),
        "{\"scripts\": {\"build\": \"" + look + "\", \"start\": \"node x\"}}");
    Files.writeString(data.resolve(".node-version"), "22");
    Artifact made = build(1, true);
    assertThat(heard.lines()).contains("line mirror=a\"b $c.", "line it's \"$1\" \\x");
    Files.delete(data.resolve("package.json"));
    // Docker keeps what an earlier run of this test has built.
    dockerfile(
        "FROM " + BASE,
        "RUN --mount=type=secret,id=paas-ca echo " + instance + "; cat /run/secrets/paas-ca");
    build(2, true);
    assertThat(heard.lines()).contains("line -----END CERTIFICATE-----");
    DockerApi api = new DockerApi(TestDocker.find().host());
    try (api) {
      for (String about : List.of("/json", "/history")) {
        var request = api.request("GET", "/images/" + made.reference() + about, Map.of()).build();
        assertThat(api.json("look", request, DockerApi.PATIENCE).toString())
            .doesNotContain("MIRROR", "paas-build", "CERTIFICATE", "pass-word");
      }
    }
  }

  @Test
  void ownDockerfileMayAskForTheConfigWhateverItHolds() throws Exception {
    String large = "it's \"$large\"\n".repeat(10_000);
    config = Map.of("SECRET", large, "OTHER", "other");
    dockerfile(
        "FROM " + BASE,
        "RUN --mount=type=secret,id=SECRET --mount=type=secret,id=OTHER"
            + " wc -c </run/secrets/SECRET; cat /run/secrets/OTHER",
        "RUN --mount=type=secret,id=NONE ls /run/secrets/NONE || echo none");
    build(1, false);
    assertThat(heard.lines()).contains("line " + large.length(), "line other", "line none");
  }

  @Test
  void installStepsSeeTheConfigAndRunAgainWhenWhatToolsReadOfItHasChanged() throws Exception {
    // A package that is for another system is never asked for.
    String app = "\"name\": \"a\", \"optionalDependencies\": {\"other\": \"1.0.0\"}";
    String other = "{\"version\": \"1.0.0\", \"optional\": true, \"os\": [\"win32\"]}";
    Files.writeString(
        data.resolve("package.json"), "{" + app + ", \"scripts\": {\"start\": \"node x\"}}");
    Files.writeString(
        data.resolve("package-lock.json"),
        "{"
            + app
            + ", \"lockfileVersion\": 3, \"packages\": {\"\": {"
            + app
            + "}, \"node_modules/other\": "
            + other
            + "}}");
    Files.writeString(data.resolve(".npmrc"), "loglevel=${NPM_SAYS}\n");
    Files.writeString(data.resolve(".node-version"), "22");
    config = Map.of("NPM_SAYS", "verbose", "GREETING", "one", "PATH", "/nowhere");
    build(1, true);
    assertThat(heard.lines()).anyMatch(line -> line.startsWith("line npm verbose"));
    heard.clear();
    config = Map.of("NPM_SAYS", "verbose", "GREETING", "two");
    build(2, true);
    assertThat(heard.lines()).contains("done npm ci (cached)");
    heard.clear();
    config = Map.of("NPM_SAYS", "warn", "GREETING", "two");
    build(3, true);
    assertThat(heard.lines())
        .contains("done npm ci")
        .noneMatch(line -> line.startsWith("line npm verbose"));
  }

  @Test
  void anAppsCachesAreMeasuredAndEmptied() throws Exception {
    String own = "dd if=/dev/zero of=$npm_config_cache/kept bs=1M count=3 status=none";
    Files.writeString(
        data.resolve("package.json"),
        "{\"scripts\": {\"build\": \"" + own + "\", \"start\": \"node x\"}}");
    Files.writeString(data.resolve(".node-version"), "22");
    assertThat(engine().cache(APP)).isEqualTo(CacheUse.NOTHING);
    build(1, true);
    assertThat(engine().cache(APP).parts().get("npm")).isBetween(3L << 20, 4L << 20);
    assertThat(engine().clearCache(APP).bytes()).isGreaterThanOrEqualTo(3L << 20);
    assertThat(engine().cache(APP).bytes()).isLessThan(1L << 20);
  }

  /** A provider's cache of another name would be neither seen nor emptied. */
  @Test
  void everyCacheOfTheSamplesIsKnown() throws IOException {
    Pattern mount = Pattern.compile("id=paas-sample-([a-z0-9-]+)");
    Path golden = Path.of("..", "buildpacks", "src", "test", "resources", "golden");
    try (Stream<Path> files = Files.list(golden)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".Dockerfile")).toList()) {
        assertThat(mount.matcher(Files.readString(file)).results().map(m -> m.group(1)))
            .as(file.getFileName().toString())
            .isSubsetOf(CacheMounts.NAMES);
      }
    }
  }

  private static String certificate() throws Exception {
    Path cacerts = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    KeyStore store = KeyStore.getInstance(cacerts.toFile(), "changeit".toCharArray());
    byte[] one = store.getCertificate(store.aliases().nextElement()).getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(one)
        + "\n-----END CERTIFICATE-----";
  }

  @Test
  void brokenDockerfileIsToldInItsOwnWords() throws IOException {
    dockerfile("FROM " + BASE, "FETCH something");
    assertThatThrownBy(() -> build(1, true))
        .isInstanceOf(BuildFailed.class)
        .hasMessageContaining("unknown instruction: FETCH");
  }

  @Test
  void interruptedBuildStopsAndLeavesNothing() throws Exception {
    String mark = "paas-build-" + UUID.randomUUID();
    dockerfile("FROM " + BASE, "RUN echo now; perl -e 'sleep 300' " + mark);
    try (ExecutorService one = Executors.newSingleThreadExecutor()) {
      Future<Artifact> build = one.submit(() -> build(1, true));
      await().atMost(20, TimeUnit.SECONDS).until(() -> processesWith(mark) > 0);
      // Told as it happens, and not when the step has ended.
      await().atMost(20, TimeUnit.SECONDS).until(() -> heard.lines().contains("line now"));
      build.cancel(true);
      await().atMost(20, TimeUnit.SECONDS).until(() -> processesWith(mark) == 0);
    }
    assertThat(engine().has(new Artifact.Image("paas-" + instance + "/a1:d1-own"))).isFalse();
  }

  @Test
  void twoServersOnOneEngineLeaveEachOtherAlone() throws Exception {
    dockerfile("FROM " + BASE, "CMD [\"sleep\", \"60\"]");
    Artifact mine = build(1, true);
    try (DockerEngine other = open(DockerSettings.Builder.BEST, TestDocker.newInstanceId())) {
      assertThat(other.recover()).isEmpty();
      other.forget(APP);
    }
    assertThat(engine().has(mine)).isTrue();
  }

  private Artifact build(int deploy, boolean cached) throws BuildFailed, InterruptedException {
    Detection detection = Detector.standard().detect(SourceTree.of(data));
    if (!(detection instanceof Detection.Detected detected)) {
      throw new AssertionError(detection);
    }
    AppName name = new AppName("sample");
    return engine()
        .build(
            new BuildRequest(
                APP, name, deploy, "0".repeat(40), data, detected.plan(), config, cached),
            heard);
  }

  private void dockerfile(String... lines) throws IOException {
    Files.write(data.resolve("Dockerfile"), List.of(lines));
  }

  private static long processesWith(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark))
        .count();
  }
}
