package paas.engine.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import paas.buildpacks.plan.Build;
import paas.buildpacks.plan.BuildPlan;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.BuildRequest;
import paas.engine.Built;
import paas.engine.CacheUse;
import paas.engine.EngineUnavailable;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Artifact;

/**
 * Looks into one app's cache mounts, and empties them. BuildKit lists mounts without saying whose
 * they are, so it is done where they can be reached by name: in a build.
 */
final class CacheMounts {
  /** Of the providers' steps; a test holds them against the samples. */
  static final List<String> NAMES =
      List.of(
          "bun",
          "bundler",
          "cargo",
          "cargo-target",
          "composer",
          "coursier",
          "go-build",
          "go-mod",
          "gradle",
          "hex",
          "maven",
          "mix",
          "npm",
          "nuget",
          "nx",
          "pdm",
          "pip",
          "pipenv",
          "pnpm",
          "poetry",
          "sbt",
          "turbo",
          "uv",
          "yarn");

  private static final String PLACE = "/paas-cache";
  private static final String LOOK = "du -sk " + PLACE + "/*";
  private static final String EMPTY =
      "find " + PLACE + " -mindepth 2 -maxdepth 2 -exec rm -rf {} +";

  private final Builds builds;
  private final Images images;

  CacheMounts(Builds builds, Images images) {
    this.builds = builds;
    this.images = images;
  }

  CacheUse look(AppId app) throws InterruptedException {
    return run(app, LOOK);
  }

  /** Empties them, and tells what they held. */
  CacheUse empty(AppId app) throws InterruptedException {
    return run(app, LOOK + "; " + EMPTY);
  }

  /** In the newest image of the app: one that is there for certain. */
  private CacheUse run(AppId app, String command) throws InterruptedException {
    Optional<Artifact> base =
        images.built().stream()
            .filter(built -> built.app().equals(app))
            .filter(built -> !Names.fromOwnDockerfile(ContainerRequest.image(built.artifact())))
            .max(Comparator.comparingInt(Built::deploy))
            .map(Built::artifact);
    if (base.isEmpty() || !builds.builder().equals("BuildKit")) {
      return CacheUse.NOTHING;
    }
    Listening said = new Listening();
    Path folder = dockerfile(base.get().reference(), builds.cacheScope(app), command);
    try {
      images.discard(ContainerRequest.image(builds.build(request(app, base.get(), folder), said)));
      return CacheUse.ofDu(said.lines);
    } catch (BuildFailed e) {
      throw new EngineUnavailable("the caches cannot be reached: " + e.reason(), e);
    } finally {
      remove(folder);
    }
  }

  private static BuildRequest request(AppId app, Artifact base, Path folder) {
    Build own = new Build.OwnDockerfile("Dockerfile", List.of(base.reference()));
    BuildPlan plan = BuildPlan.of("Dockerfile", "Dockerfile", own);
    return new BuildRequest(app, new AppName("cache"), 0, "", folder, plan, Map.of(), true);
  }

  private static Path dockerfile(String image, String scope, String command) {
    String mounts =
        NAMES.stream()
            .map(name ->
                "--mount=type=cache,id=paas-"
                    + scope
                    + "-"
                    + name
                    + ",target="
                    + PLACE
                    + "/"
                    + name)
            .collect(Collectors.joining(" "));
    try {
      Path folder = Files.createTempDirectory("paas-cache");
      Files.writeString(
          folder.resolve("Dockerfile"),
          // Without the cache there are no mounts either, so the command is never the same.
          "FROM %s\nUSER 0\nRUN %s : %s; %s\n"
              .formatted(image, mounts, UUID.randomUUID(), command));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve("Dockerfile"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps what the one step prints. */
  private static final class Listening implements BuildOutput {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void step(String title) {}

    @Override
    public void line(String text) {
      lines.add(text);
    }

    @Override
    public void warning(String text) {}

    @Override
    public void stepDone(String title, Duration took, String note) {}
  }
}
