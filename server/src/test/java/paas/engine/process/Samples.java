package paas.engine.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import paas.buildpacks.Detector;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.SourceTree;
import paas.engine.BuildOutput;
import paas.engine.BuildRequest;
import paas.engine.Engine;
import paas.engine.InstanceSpec;
import paas.engine.InstanceState;
import paas.engine.Supply;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Artifact;
import paas.model.InstanceName;
import paas.model.ProcessName;

/** What these tests share: settings for a folder, small apps, and waiting for their end. */
final class Samples {
  static final AppName NAME = new AppName("sample");
  static final AppId APP = new AppId(1);
  static final long MEMORY = 256L << 20;
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private Samples() {}

  /** Settings of an installation of its own, with few ports. */
  static ProcessSettings settings(Path data) {
    return settings(data, System.getenv().getOrDefault("PATH", ""));
  }

  static ProcessSettings settings(Path data, String searchPath) {
    String id = "test-" + Integer.toHexString(data.hashCode());
    return new ProcessSettings(
        id, data, 21_000, 21_999, 200_000, searchPath, Supply.USUAL, 1L << 30);
  }

  /** A new folder that every user can enter. */
  static Path openFolder() {
    try {
      Path folder = Files.createTempDirectory("paas-process");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BuildPlan plan(Path source) {
    return switch (Detector.standard().detect(SourceTree.of(source))) {
      case Detection.Detected detected -> detected.plan();
      case Detection.Nothing nothing -> throw new AssertionError("nothing found: " + nothing);
      case Detection.Broken broken -> throw new AssertionError(broken.toString());
    };
  }

  /** A plan of such steps, with such tools. */
  static BuildPlan plan(List<BuildStep> steps, List<Tool> tools) {
    List<String> path = List.of("bin");
    Recipe recipe =
        Recipe.in("debian:bookworm-slim")
            .withSteps(steps)
            .withEnv(Map.of("FROM_RECIPE", "yes"))
            .withPath(path)
            .withFromBuild(List.of("."))
            .withTools(tools);
    return BuildPlan.of("Test", "test", recipe);
  }

  static BuildStep step(String title, List<String> inputs, List<String> outputs, String line) {
    List<List<String>> commands = List.of(List.of("sh", "-c", line));
    return new BuildStep(BuildStep.Role.BUILD, title, inputs, commands, List.of(), outputs);
  }

  static BuildRequest request(AppId app, int deploy, Path source, BuildPlan plan) {
    return new BuildRequest(app, NAME, deploy, COMMIT, source, plan, Map.of(), true);
  }

  /** Builds an app of one file. */
  static Artifact build(Engine engine, AppId app, int deploy, BuildPlan plan, BuildOutput output)
      throws Exception {
    return engine.build(request(app, deploy, source(), plan), output);
  }

  static Artifact buildNothing(Engine engine, AppId app, int deploy) throws Exception {
    return build(engine, app, deploy, plan(List.of(), List.of()), new Heard());
  }

  static Path source() throws IOException {
    Path source = openFolder();
    Files.writeString(source.resolve("input.txt"), "input\n");
    return source;
  }

  static InstanceName name(AppId app, int deploy) {
    return new InstanceName(app, deploy, ProcessName.parse("web.1"));
  }

  static InstanceSpec spec(InstanceName name, Artifact artifact, String command) {
    return new InstanceSpec(name, NAME, 3, artifact, command, Map.of(), null, MEMORY);
  }

  static InstanceState.Ended awaitEnd(Engine engine, InstanceName name) {
    InstanceState state =
        await()
            .atMost(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> engine.inspect(name), InstanceState.Ended.class::isInstance);
    return (InstanceState.Ended) state;
  }

  /** Processes whose command line holds this. */
  static long processesWith(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mark))
        .count();
  }

  /** Bytes that a file takes on disk. */
  static long diskUse(Path file) {
    try {
      Process du = new ProcessBuilder("du", "-k", file.toString()).start();
      String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Long.parseLong(said.substring(0, said.indexOf('\t'))) * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
