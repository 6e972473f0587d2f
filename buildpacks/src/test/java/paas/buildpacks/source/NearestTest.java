package paas.buildpacks.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void countsSlips() {
    assertThat(Nearest.slips("logs", "logs")).isZero();
    assertThat(Nearest.slips("lgos", "logs")).as("swapped").isEqualTo(1);
    assertThat(Nearest.slips("app:creat", "apps:create")).isEqualTo(2);
    assertThat(Nearest.slips("", "ps")).isEqualTo(2);
  }

  @Test
  void offersOnlyWhatIsNear() {
    List<String> names = List.of("apps", "apps:create", "logs", "ps");
    assertThat(Nearest.to("app:creat", names)).contains("apps:create");
    assertThat(Nearest.to("log", names)).contains("logs");
    assertThat(Nearest.to("xyz", names)).isEmpty();
  }
}
