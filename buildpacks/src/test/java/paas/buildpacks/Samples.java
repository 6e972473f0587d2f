package paas.buildpacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.source.SourceTree;

/** The sample apps of this module. */
final class Samples {
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
    Detection detection = Detector.standard().detect(SourceTree.of(folder));
    if (detection instanceof Detection.Detected(BuildPlan plan)) {
      return plan;
    }
    throw new AssertionError(folder + ": " + detection);
  }
}
