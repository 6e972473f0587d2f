package paas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import paas.engine.EngineUnavailable;
import paas.engine.Reach;
import paas.engine.ScriptedEngine;

class LateEngineTest {
  @Test
  void isTheEngineAsSoonAsThatAnswers() {
    AtomicBoolean there = new AtomicBoolean();
    List<String> opened = new ArrayList<>();
    try (LateEngine late =
        new LateEngine(
            "docker",
            () -> {
              if (!there.get()) {
                throw new EngineUnavailable("nobody listens", new IOException());
              }
              opened.add("once");
              return new ScriptedEngine();
            },
            new EngineUnavailable("nobody listens", new IOException()))) {
      assertThat(late.name()).isEqualTo("docker");
      assertThat(late.check().problem()).startsWith("nobody listens");
      assertThatThrownBy(late::recover).isInstanceOf(EngineUnavailable.class);
      there.set(true);
      // What was just found out is not asked again at once.
      await().ignoreExceptions().untilAsserted(() -> assertThat(late.recover()).isEmpty());
      assertThat(late.reach()).isEqualTo(Reach.LOOPBACK);
      assertThat(opened).containsExactly("once");
    }
  }

  @Test
  void opensNothingOnceItIsClosed() {
    LateEngine late =
        new LateEngine(
            "docker",
            ScriptedEngine::new,
            new EngineUnavailable("nobody listens", new IOException()));
    late.close();
    assertThatThrownBy(late::recover).isInstanceOf(EngineUnavailable.class);
  }
}
