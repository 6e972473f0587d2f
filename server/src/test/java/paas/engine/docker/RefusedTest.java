package paas.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          404, No such container: c1, true
          409, Container c1 is paused, true
          500, Container c1 is not running: Exited (137) Less than a second ago, true
          500, cannot exec in a stopped container: unknown, true
          500, no space left on device, false
          """)
  void aContainerThatEndsUnderAQuestionIsGone(int status, String reason, boolean gone) {
    assertThat(new Refused("exec", status, reason).gone()).isEqualTo(gone);
  }
}
