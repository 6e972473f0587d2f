package paas.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import paas.buildpacks.Detector;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.source.SourceTree;
import paas.engine.Engine;
import paas.engine.EngineContract;
import paas.engine.LogSink;
import paas.engine.Reach;

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

  @Test
  void addressesAreDialledDirectlyWhereTheBridgeIsHere() throws SocketException {
    Assumptions.assumeTrue(NetworkInterface.getByName("docker0") != null, "no bridge here");
    assertThat(engine().reach()).isEqualTo(Reach.ADDRESS);
    assertThat(engine().check().facts()).contains("addresses: dialled directly");
  }
}
