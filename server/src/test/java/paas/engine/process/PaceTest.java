package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  @Test
  void quietLogIsReadWhenToldAndATalkativeOneInTurns() {
    assertThat(pace.changed(true)).isFalse();
    assertThat(pace.pause()).isGreaterThan(Duration.ofSeconds(1));

    assertThat(IntStream.range(0, 1000).anyMatch(_ -> pace.changed(true))).isTrue();
    assertThat(pace.inTurns()).isTrue();
    assertThat(pace.pause()).isLessThan(Duration.ofMillis(50));

    assertThat(IntStream.range(0, 1000).anyMatch(_ -> pace.changed(false))).isTrue();
    assertThat(pace.inTurns()).isFalse();
  }
}
