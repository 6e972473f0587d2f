package paas.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import paas.model.Formation;
import paas.model.ProcessType;

class FormationRuleTest {
  private static final ProcessType WORKER = new ProcessType("worker");

  @Test
  void webStartsAtOneAndTheOthersAtNone() {
    assertThat(
            ReleaseStep.formation(
                Formation.EMPTY, Map.of(ProcessType.WEB, "node .", WORKER, "node w")))
        .isEqualTo(new Formation(Map.of(ProcessType.WEB, 1, WORKER, 0)));
  }

  @Test
  void countsThatWereSetStay() {
    Formation set = new Formation(Map.of(ProcessType.WEB, 0, WORKER, 3));
    assertThat(ReleaseStep.formation(set, Map.of(ProcessType.WEB, "x", WORKER, "y")))
        .isEqualTo(set);
  }

  @Test
  void aTypeThatVanishedRunsNoLonger() {
    Formation set = new Formation(Map.of(ProcessType.WEB, 2, WORKER, 3));
    assertThat(ReleaseStep.formation(set, Map.of(ProcessType.WEB, "x")))
        .isEqualTo(new Formation(Map.of(ProcessType.WEB, 2)));
  }

  @Test
  void theReleaseCommandIsNoProcess() {
    assertThat(
            ReleaseStep.formation(
                Formation.EMPTY, Map.of(ProcessType.RELEASE, "migrate", ProcessType.WEB, "x")))
        .isEqualTo(new Formation(Map.of(ProcessType.WEB, 1)));
  }
}
