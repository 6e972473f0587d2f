package paas.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import paas.engine.BuildOutput;
import paas.model.AppName;

class DeployTextTest {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final BuildOutput build = new DeployText(new AppName("shop"), lines::add).building();

  @Test
  void aStepThatABuilderBeginsTwiceIsNamedOnce() {
    build.step("npm prune");
    build.line("one");
    build.step("npm prune");
    build.line("two");
    build.stepDone("npm prune", Duration.ofMillis(1600), "");
    assertThat(lines)
        .extracting(line -> line.strip().replaceAll(" +", " "))
        .containsExactly("-----> Building", "npm prune ...", "one", "two", "npm prune 1.6 s");
  }

  @Test
  void theSameStepOfALaterStageIsNamedAgain() {
    for (int stage = 0; stage < 2; stage++) {
      build.step("copy . ./");
      build.line("copying");
      build.stepDone("copy . ./", Duration.ZERO, "cached");
    }
    assertThat(lines).filteredOn(line -> line.endsWith("copy . ./ ...")).hasSize(2);
  }
}
