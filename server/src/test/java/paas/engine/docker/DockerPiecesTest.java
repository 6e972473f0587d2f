package paas.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.engine.Listener;
import paas.model.AppId;

/** The parts that need no engine. */
class DockerPiecesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "node_modules, node_modules/a/b.js, true",
    "node_modules, sub/node_modules/a.js, false",
    "**/*.log, deep/er/x.log, true",
    "**/*.log, x.log, true",
    "*.log, deep/x.log, false",
    "/docs/, docs/a.md, true",
    "a?c, abc, true",
    "a?c, a/c, false",
    "v[0-9], v7, true",
    "a.b, axb, false",
  })
  void ignoreRuleMatches(String rule, String path, boolean ignored) {
    assertThat(new IgnoreRules(List.of(rule)).ignores(path)).isEqualTo(ignored);
  }

  @Test
  void lastIgnoreRuleWins() {
    IgnoreRules rules = new IgnoreRules(List.of("# all", "*", "!src", "src/secret"));
    assertThat(rules.ignores("README")).isTrue();
    assertThat(rules.ignores("src/main.go")).isFalse();
    assertThat(rules.ignores("src/secret/key")).isTrue();
    assertThat(rules.skipsWhole("other")).isFalse();
    assertThat(new IgnoreRules(List.of("other")).skipsWhole("other")).isTrue();
  }

  @Test
  void addressesGoRoundAndSurviveARestart() {
    Path file = folder.resolve("addresses");
    AppId one = new AppId(1);
    AppId two = new AppId(2);
    AddressBook book = new AddressBook(file, "x");
    Subnet first = book.assign(one, _ -> false);
    assertThat(book.next(one)).isEqualTo(first.address(2));
    assertThat(book.assign(two, _ -> false).overlaps(first)).isFalse();
    AddressBook again = new AddressBook(file, "x");
    assertThat(again.of(one)).contains(first);
    assertThat(again.next(one)).isEqualTo(first.address(3));
    again.forget(one);
    assertThat(again.assign(one, _ -> false)).isNotEqualTo(first);
    for (int i = 0; i < 253; i++) {
      assertThat(again.next(one)).isNotEqualTo(again.of(one).orElseThrow().address(255));
    }
  }

  @Test
  void networksOfTheHostAreLeftAlone() {
    List<Subnet> routes =
        Networks.routes(
            List.of(
                "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT",
                "eth0 00000000 010200C0 0003 0 0 0 00000000 0 0 0",
                "docker0 000011AC 00000000 0001 0 0 0 0000FFFF 0 0 0"));
    assertThat(routes).containsExactly(Subnet.parse("172.17.0.0/16"));
    assertThat(routes.getFirst().overlaps(Subnet.parse("172.17.9.0/24"))).isTrue();
    assertThat(routes.getFirst().overlaps(Subnet.parse("172.18.0.0/24"))).isFalse();
  }

  @Test
  void socketTableShowsListenersOnly() {
    Stream<String> table =
        Stream.of(
            "  sl  local_address rem_address   st tx_queue rx_queue",
            "   0: 00000000:1388 00000000:0000 0A 00000000:00000000",
            "   1: 0100007F:0BB8 00000000:0000 0A 00000000:00000000",
            "   2: 0B00007F:9999 00000000:0000 0A 00000000:00000000",
            "   3: 020011AC:1388 010011AC:AFFE 01 00000000:00000000",
            "   0: 00000000000000000000000001000000:1F90 0:0 0A 00000000:00000000");
    assertThat(SocketTable.listeners(table))
        .containsExactly(
            new Listener("0.0.0.0", 5000),
            new Listener("127.0.0.1", 3000),
            new Listener("::1", 8080));
  }

  @Test
  void traceIsRead() {
    String message =
        "Gl0KR3NoYTI1Njo0NDUwMzgzMjQ5NTg3N2IyMmNiYmI0MmY5MjMyZWNjZjE5YTQ2ZTdlZmYxM2MxZTUzNzlkM2Nl"
            + "NzM1NWZiZDE4EgsI1duE2AYQvJa+RBgBIgNoaQo=";
    BuildKitTrace trace = BuildKitTrace.read(Base64.getDecoder().decode(message));
    assertThat(trace.vertices()).isEmpty();
    assertThat(trace.logs()).hasSize(1);
    assertThat(trace.logs().getFirst().vertex()).startsWith("sha256:4450383249587");
    assertThat(StandardCharsets.UTF_8.decode(trace.logs().getFirst().message()).toString())
        .isEqualTo("hi\n");
  }

  @Test
  void stepsAreNamedAsPeopleWouldTypeThem() {
    assertThat(StepTitle.of("[stage-0 2/3] RUN --mount=type=cache,target=/c [\"npm\",\"ci\"]"))
        .contains("npm ci");
    assertThat(StepTitle.of("[build 3/6] COPY [\"a.json\", \"./\"]")).contains("copy a.json ./");
    assertThat(StepTitle.of("[internal] load metadata for docker.io/library/node:22")).isEmpty();
    assertThat(StepTitle.of("RUN [\"sh\",\"-c\",\"getent passwd 1000 >/dev/null || useradd\"]"))
        .isEqualTo(Optional.empty());
  }

  @Test
  void logPiecesBecomeLines() throws Exception {
    List<String> taken = new ArrayList<>();
    LogLines lines = new LogLines((at, text) -> taken.add(at + " " + text));
    lines.piece("2026-01-02T03:04:05.000000001Z one\r\n".getBytes(StandardCharsets.UTF_8));
    lines.piece("2026-01-02T03:04:06Z half".getBytes(StandardCharsets.UTF_8));
    lines.piece("2026-01-02T03:04:07Z  and half\n".getBytes(StandardCharsets.UTF_8));
    lines.piece("2026-01-02T03:04:07.500000002Z same second\n".getBytes(StandardCharsets.UTF_8));
    assertThat(taken)
        .containsExactly(
            "2026-01-02T03:04:05.000000001Z one",
            "2026-01-02T03:04:07Z half and half",
            "2026-01-02T03:04:07.500000002Z same second");
  }

  @Test
  void cursorSkipsExactlyWhatWasDelivered() throws Exception {
    Instant at = Instant.parse("2026-01-02T03:04:05.123Z");
    Path file = folder.resolve("cursor");
    LogCursor cursor = LogCursor.open(file);
    cursor.since();
    cursor.advance(at);
    cursor.advance(at);
    LogCursor again = LogCursor.open(file);
    assertThat(again.since()).isEqualTo(at.getEpochSecond() + ".123000000");
    assertThat(again.isBehindGap(at)).isFalse();
    assertThat(again.isOld(at)).isTrue();
    assertThat(again.isOld(at)).isTrue();
    assertThat(again.isOld(at)).isFalse();
    again.since();
    assertThat(again.isBehindGap(at.plusNanos(1))).isTrue();
  }

  @Test
  void cursorOfAnEarlierVersionIsTakenOver() throws Exception {
    Path text = folder.resolve("text");
    Files.writeString(text, "2026-01-02T03:04:05.123Z             000000002\n");
    LogCursor cursor = LogCursor.open(folder.resolve("mapped"));
    cursor.takeOver(text);
    assertThat(text).doesNotExist();
    assertThat(LogCursor.open(folder.resolve("mapped")).since())
        .isEqualTo(Instant.parse("2026-01-02T03:04:05Z").getEpochSecond() + ".123000000");
  }

  @Test
  void aSurgeIsSaidOnceInAWhile() {
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    Surge surge = new Surge(100);
    assertThat(surge.rises(at, 100)).isFalse();
    assertThat(surge.rises(at.plusMillis(1001), 60)).isFalse();
    assertThat(surge.rises(at.plusMillis(1500), 60)).isTrue();
    assertThat(surge.rises(at.plusMillis(1501), 60)).isFalse();
    assertThat(surge.rises(at.plusSeconds(12), 101)).isTrue();
  }

  @Test
  void absentEngineSaysWhatWasLookedFor() {
    Path socket = folder.resolve("docker.sock");
    Discovery found = Discovery.look(Map.of("DOCKER_HOST", "unix://" + socket));
    assertThat(found)
        .isInstanceOfSatisfying(
            Discovery.Absent.class, absent -> assertThat(absent.problem()).contains("" + socket));
    assertThat(Files.exists(socket)).isFalse();
    assertThat(Discovery.look(Map.of("DOCKER_HOST", "tcp://127.0.0.1:1")))
        .isEqualTo(new Discovery.Reachable("tcp://127.0.0.1:1"));
  }
}
