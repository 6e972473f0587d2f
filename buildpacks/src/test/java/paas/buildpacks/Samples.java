package paas.buildpacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.source.SourceTree;

/** The sample apps of this module. */
final class Samples {
  /** What is told about the age of versions must not change while nobody changes the code. */
  static final InstantSource TODAY = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));

  static final Path FOLDER = Path.of("samples").toAbsolutePath();

  private Samples() {}

  static List<String> names() throws IOException {
    try (var folders = Files.list(FOLDER)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  static BuildPlan plan(String name) {
    return planOf(FOLDER.resolve(name));
  }

  static BuildPlan planOf(Path folder) {
    Detection detection = Detector.standard(TODAY).detect(SourceTree.of(folder));
    if (detection instanceof Detection.Detected(BuildPlan plan)) {
      return plan;
    }
    throw new AssertionError(folder + ": " + detection);
  }
}
