package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {
  @Test
  void nameOfACommandMayHoldAnything() {
    String line =
        "42 (a) S 1 (x) Z 7 42 42 0 -1 4194304 9 8 7 6 5 4 3 2 20 0 1 0 161559 2654208 384 1\n";
    ProcStat stat = ProcStat.parse(line);
    assertThat(stat).isEqualTo(new ProcStat(42, 'Z', 7, 14, 161_559));
    assertThat(stat.ended()).isTrue();
  }

  @Test
  void processIsItselfAndNoLaterOneOfItsNumber() {
    ProcessId own = ProcStat.of(ProcessHandle.current().pid()).orElseThrow().id();
    assertThat(own.alive()).isTrue();
    assertThat(new ProcessId(own.pid(), own.startTick() + 1).alive()).isFalse();
  }
}
