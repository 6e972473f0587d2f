package paas.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.model.AppId;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class DeployLogTest {
  private static final AppId SHOP = new AppId(17);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final LogLimits LIMITS = new LogLimits(1 << 20, 1 << 20, 100, 100, 200_000, 3);

  @TempDir Path dir;
  LogStore store;

  @BeforeEach
  void open() {
    store = new LogStore(dir, LIMITS);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> readAll(int deploy) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    try (DeployReader reader = store.read(SHOP, deploy)) {
      while (!reader.ended()) {
        reader.next(SOON).ifPresent(lines::add);
      }
    }
    return lines;
  }

  @Test
  void aReaderGetsAllFromTheFirstLineAndThenWhatComes() throws InterruptedException {
    DeployOutput output = store.begin(SHOP, 1);
    output.line("-----> Building");
    output.line("");
    try (DeployReader reader = store.read(SHOP, 1)) {
      assertThat(reader.next(SOON)).contains("-----> Building");
      assertThat(reader.next(SOON)).contains("");
      assertThat(reader.next(Duration.ofMillis(1))).isEmpty();
      assertThat(reader.ended()).isFalse();
      Thread.ofVirtual()
          .start(() -> {
            output.line("two\nlines");
            output.close();
          });
      assertThat(reader.next(SOON)).contains("two lines");
      assertThat(reader.next(SOON)).isEmpty();
      assertThat(reader.ended()).isTrue();
    }
    assertThat(readAll(1)).containsExactly("-----> Building", "", "two lines");
    assertThat(readAll(2)).isEmpty();
  }

  @Test
  void aDeployThatIsCarriedOnAfterACrashWritesOn() throws Exception {
    DeployOutput output = store.begin(SHOP, 1);
    output.line("before");
    assertThatThrownBy(() -> store.begin(SHOP, 1)).isInstanceOf(IllegalStateException.class);
    store.close();
    Path file = dir.resolve("a17/deploys/1.log");
    Files.writeString(file, "torn", StandardOpenOption.APPEND);
    store = new LogStore(dir, LIMITS);

    assertThat(readAll(1)).containsExactly("before");
    try (DeployOutput again = store.begin(SHOP, 1)) {
      again.line("after");
    }
    assertThat(readAll(1)).containsExactly("before", "after");
  }

  @Test
  void ofATooLongOutputTheStartAndTheEndAreKept() throws Exception {
    try (DeployOutput output = store.begin(SHOP, 1)) {
      for (int i = 0; i < 20_000; i++) {
        output.line("a line of about 40 characters, number " + i);
      }
      output.line("the reason");
    }
    List<String> lines = readAll(1);
    assertThat(lines.getFirst()).endsWith("number 0");
    assertThat(lines.getLast()).isEqualTo("the reason");
    assertThat(lines).anyMatch(line -> line.startsWith("... the output is too long"));
    assertThat(lines).anyMatch(line -> line.endsWith("lines are cut here ..."));
    assertThat(Files.size(dir.resolve("a17/deploys/1.log"))).isBetween(200_000L, 300_000L);
  }

  @Test
  void onlyTheNewestDeploysKeepTheirLogs() throws IOException {
    for (int deploy = 8; deploy <= 12; deploy++) {
      store.begin(SHOP, deploy).close();
    }
    try (var files = Files.list(dir.resolve("a17/deploys"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("10.log", "11.log", "12.log");
    }
  }

  @Test
  void anInterruptedDeployCanStillSayWhy() throws InterruptedException {
    DeployOutput output = store.begin(SHOP, 1);
    Thread.currentThread().interrupt();
    output.line("cancelled");
    assertThat(Thread.interrupted()).isTrue();
    output.line("cleaned up");
    output.close();
    output.line("too late");
    assertThat(readAll(1)).containsExactly("cancelled", "cleaned up");
  }
}
