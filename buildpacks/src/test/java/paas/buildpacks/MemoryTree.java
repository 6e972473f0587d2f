package paas.buildpacks;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/** A tree held in a map, for tests that are about one file. */
final class MemoryTree implements SourceTree {
  private final Map<String, byte[]> files = new HashMap<>();

  static MemoryTree with(String path, String text) {
    return new MemoryTree().and(path, text);
  }

  MemoryTree and(String path, String text) {
    return and(path, text.getBytes(StandardCharsets.UTF_8));
  }

  MemoryTree and(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  @Override
  public boolean isFile(String path) {
    return files.containsKey(path);
  }

  @Override
  public List<String> list(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    return files.keySet().stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .map(path -> path.contains("/") ? path.substring(0, path.indexOf('/') + 1) : path)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public Optional<String> read(String path) {
    return Optional.ofNullable(files.get(path)).map(bytes -> SourceText.decode(path, bytes));
  }

  Detection detect() {
    return Detector.standard(Samples.TODAY).detect(this);
  }

  BuildPlan plan() {
    return switch (detect()) {
      case Detection.Detected(BuildPlan plan) -> plan;
      case Detection.Nothing nothing -> throw new AssertionError(nothing);
      case Detection.Broken broken -> throw new AssertionError(broken);
    };
  }

  StartCommand web() {
    return Objects.requireNonNull(plan().processes().get("web"));
  }

  Detection.Broken broken() {
    if (detect() instanceof Detection.Broken broken) {
      return broken;
    }
    throw new AssertionError(detect());
  }
}
