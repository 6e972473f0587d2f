package paas.engine.docker;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import paas.buildpacks.BuildPlan;
import paas.buildpacks.Detection;
import paas.buildpacks.Detector;
import paas.buildpacks.SourceTree;
import paas.engine.Engine;
import paas.engine.EngineContract;
import paas.engine.LogSink;

/** The contract, kept by a real Docker engine. */
class DockerEngineTest extends EngineContract {
  private final Map<Path, String> ids = new ConcurrentHashMap<>();

  @Override
  protected Engine open(Path data, LogSink sink) {
    String id = ids.computeIfAbsent(data, _ -> TestDocker.newInstanceId());
    return DockerEngine.open(new DockerSettings(id, data), TestDocker.find(), sink);
  }

  @Override
  protected BuildPlan plan(Path source) {
    return switch (Detector.standard().detect(SourceTree.of(source))) {
      case Detection.Detected detected -> detected.plan();
      case Detection.Nothing nothing -> throw new AssertionError(nothing);
      case Detection.Broken broken -> throw new AssertionError(broken);
    };
  }
}
