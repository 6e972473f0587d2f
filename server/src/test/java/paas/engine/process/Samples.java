package paas.engine.process;

import java.nio.file.Path;
import paas.buildpacks.BuildPlan;
import paas.buildpacks.Detection;
import paas.buildpacks.Detector;
import paas.buildpacks.SourceTree;

/** What these tests share: settings for a folder, and the real plan of a tree. */
final class Samples {
  private Samples() {}

  /** Settings of an installation of its own, with few ports. */
  static ProcessSettings settings(Path data) {
    String id = "test-" + Integer.toHexString(data.hashCode());
    String path = System.getenv().getOrDefault("PATH", "");
    return new ProcessSettings(id, data, 21_000, 21_999, 200_000, path);
  }

  static BuildPlan plan(Path source) {
    return switch (Detector.standard().detect(SourceTree.of(source))) {
      case Detection.Detected detected -> detected.plan();
      case Detection.Nothing nothing -> throw new AssertionError("nothing found: " + nothing);
      case Detection.Broken broken -> throw new AssertionError(broken.toString());
    };
  }
}
