package paas.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.model.AppId;
import paas.model.InstanceName;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LogStoreTest {
  private static final AppId SHOP = new AppId(17);
  private static final AppId BLOG = new AppId(18);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path dir;
  LogStore store;

  @BeforeEach
  void open() {
    open(LogLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void open(LogLimits limits) {
    if (store != null) {
      store.close();
    }
    store = new LogStore(dir.resolve("logs"), limits);
  }

  private static LogLine line(int number) {
    return new LogLine(START.plusMillis(number), "app", "web.1", 3, "line " + number);
  }

  private List<String> texts(int n) {
    return store.last(SHOP, LogFilter.ALL, n).stream().map(LogLine::text).toList();
  }

  @Test
  void aLineIsShownAsPeopleKnowIt() {
    assertThat(new LogLine(START.plusNanos(999), "app", "web.1", 3, "hello").format())
        .isEqualTo("2026-01-02T03:04:05.678901Z app[web.1]: hello");
  }

  @Test
  void theNewestLinesComeBackEqualAndInOrderAlsoAfterARestart() {
    List<LogLine> lines = IntStream.range(0, 100).mapToObj(LogStoreTest::line).toList();
    lines.forEach(line -> store.append(SHOP, line));
    store.append(BLOG, new LogLine(START, "paas", "router", 0, "at=info: [x] v3: é"));

    assertThat(store.last(SHOP, LogFilter.ALL, 1000)).isEqualTo(lines);
    assertThat(store.last(SHOP, LogFilter.ALL, 3)).isEqualTo(lines.subList(97, 100));
    assertThat(store.last(SHOP, LogFilter.ALL, 0)).isEmpty();
    open(LogLimits.DEFAULT);
    assertThat(store.last(SHOP, LogFilter.ALL, 1000)).isEqualTo(lines);
    assertThat(store.last(BLOG, LogFilter.ALL, 9))
        .containsExactly(new LogLine(START, "paas", "router", 0, "at=info: [x] v3: é"));
    assertThat(store.last(new AppId(99), LogFilter.ALL, 9)).isEmpty();
    assertThat(dir.resolve("logs/a99")).doesNotExist();
  }

  @Test
  void linesAreFilteredByProcessTypeAndRelease() {
    store.append(SHOP, new LogLine(START, "app", "web.1", 1, "a"));
    store.append(SHOP, new LogLine(START, "app", "web.12", 2, "b"));
    store.append(SHOP, new LogLine(START, "app", "webber.1", 2, "c"));
    store.append(SHOP, new LogLine(START, "paas", "router", 0, "d"));

    assertThat(filtered("web", null)).containsExactly("a", "b");
    assertThat(filtered("web.1", null)).containsExactly("a");
    assertThat(filtered("router", null)).containsExactly("d");
    assertThat(filtered(null, 2)).containsExactly("b", "c");
    assertThat(filtered("web", 2)).containsExactly("b");
  }

  private List<String> filtered(@Nullable String process, @Nullable Integer release) {
    return store.last(SHOP, new LogFilter(process, release), 10).stream()
        .map(LogLine::text)
        .toList();
  }

  @Test
  void noTextCanMakeASecondLine() throws IOException {
    store
        .sink()
        .line(
            InstanceName.parse("a17-d1-web.1"),
            1,
            START,
            "one\n2026-01-02T03:04:05.678901Z paas[web.1] v1: two\rthree\0\u001b[31m\r\n");
    store.append(SHOP, new LogLine(START, "app", "web.1", 1, ""));

    assertThat(texts(10))
        .containsExactly(
            "one 2026-01-02T03:04:05.678901Z paas[web.1] v1: two three\uFFFD\u001b[31m", "");
    store.append(SHOP, new LogLine(START, "app", "web.1", 1, "x".repeat(LogLine.LONGEST + 5)));
    assertThat(texts(1).getFirst()).hasSize(LogLine.LONGEST);
    assertThatThrownBy(() -> new LogLine(START, "app", "web.1]: x", 1, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theOldestGoWhenThereAreTooManyBytes() throws IOException {
    int bound = 10_000;
    open(new LogLimits(bound, 1_000, 10_000, 10, 1_000, 5));
    for (int i = 0; i < 2_000; i++) {
      store.append(SHOP, line(i));
    }
    List<String> kept = texts(2_000);
    assertThat(bytesOnDisk()).isBetween(bound / 2L, (long) bound);
    assertThat(kept.getLast()).isEqualTo("line 1999");
    int first = 2_000 - kept.size();
    assertThat(kept).isEqualTo(IntStream.range(first, 2_000).mapToObj(i -> "line " + i).toList());
  }

  private long bytesOnDisk() throws IOException {
    long total = 0;
    try (var files = Files.list(dir.resolve("logs/a17"))) {
      for (Path file : files.toList()) {
        total += Files.size(file);
      }
    }
    return total;
  }

  @Test
  void aTornLastLineIsDroppedAndTheNextStandsAlone() throws IOException {
    store.append(SHOP, line(1));
    store.append(SHOP, line(2));
    store.close();
    Path file = dir.resolve("logs/a17/0000000001.log");
    Files.writeString(file, "2026-01-02T03:04:05.678901Z app[web", StandardOpenOption.APPEND);
    open(LogLimits.DEFAULT);

    assertThat(texts(10)).containsExactly("line 1", "line 2");
    store.append(SHOP, line(3));
    assertThat(texts(10)).containsExactly("line 1", "line 2", "line 3");
    store.close();
    Files.write(file, new byte[] {0, 0, 0, '\n'}, StandardOpenOption.APPEND);
    open(LogLimits.DEFAULT);
    assertThat(texts(10)).containsExactly("line 1", "line 2", "line 3");
  }

  @Test
  void filesAreForTheirOwnerOnlyAndReadableByGrep() throws IOException {
    store.append(SHOP, line(1));
    store.begin(SHOP, 1).close();
    assertThat(texts(1)).containsExactly("line 1");
    Path file = dir.resolve("logs/a17/0000000001.log");
    assertThat(Files.readString(file))
        .isEqualTo("2026-01-02T03:04:05.679901Z app[web.1] v3: line 1\n");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(dir.resolve("logs/a17/deploys/1.log"))).isEqualTo("rw-------");
    assertThat(mode(dir.resolve("logs"))).isEqualTo("rwx------");
    assertThat(mode(dir.resolve("logs/a17/deploys"))).isEqualTo("rwx------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aFollowerMissesNothingAndSeesNothingTwiceWhileLinesPour() throws InterruptedException {
    open(new LogLimits(20 << 20, 50_000, 100_000, 100_000, 1_000, 5));
    AtomicBoolean enough = new AtomicBoolean();
    Thread pouring =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; !enough.get(); i++) {
                store.append(SHOP, line(i));
                if (i % 1_000 == 0) {
                  store.last(SHOP, LogFilter.ALL, 0); // So that none is dropped.
                }
              }
            });
    for (int round = 0; round < 20; round++) {
      try (Follower follower = store.follow(SHOP, LogFilter.ALL, 500)) {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < 2_000) {
          List<LogLine> lines = follower.next(SOON);
          assertThat(lines).isNotEmpty();
          lines.forEach(line -> numbers.add(number(line)));
        }
        int first = numbers.getFirst();
        assertThat(numbers)
            .isEqualTo(IntStream.range(first, first + numbers.size()).boxed().toList());
      }
    }
    enough.set(true);
    assertThat(pouring.join(SOON)).isTrue();
  }

  private static int number(LogLine line) {
    return Integer.parseInt(line.text().substring("line ".length()));
  }

  @Test
  void aFollowerThatDoesNotReadHoldsNobodyUpAndIsToldWhatItLost() throws InterruptedException {
    open(new LogLimits(1 << 20, 100_000, 10_000, 10, 1_000, 5));
    try (Follower slow = store.follow(SHOP, LogFilter.ALL, 0)) {
      for (int i = 0; i < 100; i++) {
        store.append(SHOP, line(i));
      }
      assertThat(texts(1000)).hasSize(100);
      List<String> read = slow.next(SOON).stream().map(LogLine::text).toList();
      assertThat(read).hasSize(11);
      assertThat(read.subList(0, 10))
          .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "line " + i).toList());
      assertThat(read.getLast()).startsWith("90 lines dropped here");
      store.append(SHOP, line(100));
      assertThat(slow.next(SOON)).extracting(LogLine::text).containsExactly("line 100");
      assertThat(slow.next(Duration.ofMillis(1))).isEmpty();
    }
  }

  @Test
  void whatTheDiskCannotTakeIsCountedAndSaid() {
    AppLog log =
        new AppLog(
            new Segments(dir.resolve("x"), LogLimits.DEFAULT),
            new LogLimits(1 << 20, 1 << 20, 10, 10, 10, 10),
            new Room(1 << 20, 1 << 20, 1 << 20),
            new Room(1 << 20, 1 << 20, 1 << 20));
    for (int i = 0; i < 25; i++) {
      log.offer(line(i));
    }
    log.write();
    List<LogLine> lines = log.last(LogFilter.ALL, 100);
    assertThat(lines).hasSize(11);
    assertThat(lines.getLast().text()).startsWith("15 lines dropped");
    assertThat(lines.getLast().source()).isEqualTo("paas");
  }

  @Test
  void whoeverFiltersIsToldOfMissingLinesToo() {
    store.append(SHOP, line(1));
    store.sink().gap(InstanceName.parse("a17-d1-worker.1"), START, "7 lines dropped here: full");
    assertThat(filtered("web", 3))
        .containsExactly("worker.1: 7 lines dropped here: full", "line 1");
  }

  @Test
  void aNoisyAppLeavesRoomForAQuietOne() {
    Room room = new Room(10_000, 8_000, 500);
    assertThat(room.take(0, 8_000)).isTrue();
    assertThat(room.take(8_000, 1)).isFalse();
    assertThat(room.take(0, 2_000)).isTrue();
    assertThat(room.take(0, 501)).isFalse();
    assertThat(room.take(0, 500)).isTrue();
    room.give(8_000);
    assertThat(room.take(500, 500)).isTrue();
  }

  @Test
  void aForgottenAppLeavesNothingAndLateLinesDoNotBringItBack() {
    store.append(SHOP, line(1));
    store.begin(SHOP, 1).close();
    assertThat(texts(9)).hasSize(1);
    store.forget(SHOP);
    store.append(SHOP, line(2));
    assertThat(texts(9)).isEmpty();
    assertThat(dir.resolve("logs/a17")).doesNotExist();
  }

  @Test
  void aMillionLinesAreWrittenInSeconds() {
    int total = 1_000_000;
    String text = "GET /things/17 200 in 3 ms, as an app might say it, in about 80 characters";
    long start = System.nanoTime();
    for (int i = 0; i < total; i++) {
      store.append(SHOP, new LogLine(START, "app", "web.1", 3, text));
      if (i % 5_000 == 0) {
        store.last(SHOP, LogFilter.ALL, 0);
      }
    }
    assertThat(store.last(SHOP, LogFilter.ALL, 1).getFirst().text()).isEqualTo(text);
    long perSecond = total * 1_000_000_000L / (System.nanoTime() - start);
    System.out.println("log store: " + perSecond + " lines/s");
    assertThat(perSecond).isGreaterThan(50_000);
  }

  @Test
  void textThatIsNotUnicodeIsStillALine() {
    store.append(SHOP, new LogLine(START, "app", "web.1", 1, "a\uD800b"));
    assertThat(texts(1).getFirst().getBytes(StandardCharsets.UTF_8)).hasSize(3);
  }
}
