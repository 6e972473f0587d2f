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
import paas.engine.BuildFailed;
import paas.engine.Listener;
import paas.engine.docker.BuildKitTrace.Vertex;
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
    StepTitle titles = new StepTitle(Map.of("pnpm install --prod=true", "pnpm install"));
    assertThat(titles.of("[build 3/4] RUN [\"pnpm\",\"install\",\"--prod=true\"]"))
        .contains("pnpm install");
    assertThat(titles.of("[stage-0 2/3] RUN --mount=type=cache,target=/c [\"npm\",\"ci\"]"))
        .contains("npm ci");
    assertThat(titles.of("[build 3/6] COPY [\"a.json\", \"./\"]")).contains("copy a.json ./");
    assertThat(titles.of("[internal] load metadata for docker.io/library/node:22")).isEmpty();
    assertThat(titles.of("RUN [\"sh\",\"-c\",\"getent passwd 1000 >/dev/null || useradd\"]"))
        .isEqualTo(Optional.empty());
  }

  @Test
  void stepsThatRunSideBySideAreNamedWhereTheySpeak() {
    Heard heard = new Heard();
    BuildKitSteps steps = new BuildKitSteps(heard, new StepTitle(Map.of()));
    Instant now = Instant.now();
    Vertex one = new Vertex("a", "[x 1/2] RUN one", false, now, null, "");
    Vertex two = new Vertex("b", "[y 1/2] RUN two", false, now, null, "");
    steps.take(new BuildKitTrace(List.of(one, two), List.of(log("a", "1\n"), log("b", "2\nha"))));
    steps.take(new BuildKitTrace(List.of(), List.of(log("a", "1\n"), log("b", "lf\nlast"))));
    Vertex end = new Vertex("b", two.name(), false, now, now.plusMillis(1234), "exit code: 9");
    steps.take(new BuildKitTrace(List.of(end), List.of()));
    assertThat(heard.lines())
        .containsExactly(
            "step one",
            "step two",
            "line 1",
            "step two",
            "line 2",
            "step one",
            "line 1",
            "step two",
            "line half",
            "line last",
            "done two (failed after 1.2 s)");
    BuildFailed failed = steps.failure("failed to solve: process did not end: exit code: 9");
    assertThat(failed.reason()).isEqualTo("'two' failed with exit code 9");
    assertThat(failed.lastLines()).containsExactly("2", "half", "last");
  }

  private static BuildKitTrace.Log log(String vertex, String text) {
    return new BuildKitTrace.Log(vertex, StandardCharsets.UTF_8.encode(text));
  }

  @Test
  void theClassicBuildersOwnWordsAreToldFromAStepsOutput() {
    Heard heard = new Heard();
    ClassicSteps steps = new ClassicSteps(heard, new StepTitle(Map.of()));
    List.of(
            "Step 1/3 : FROM debian\n",
            " ---> 0123\n",
            "Step 2/3 : RUN make\n",
            " ---> Running in 4567\n",
            "10%\r50%",
            "\r100%\n\u001b[31mno ",
            "rule\u001b[0m\n")
        .forEach(steps::take);
    BuildFailed failed = steps.failure("The command returned a non-zero code: 2");
    assertThat(heard.lines()).startsWith("step make", "line 100%", "line no rule");
    assertThat(heard.lines().getLast()).startsWith("done make (failed after ");
    assertThat(failed.reason()).isEqualTo("'make' failed with exit code 2");
    assertThat(failed.lastLines()).containsExactly("100%", "no rule");
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
    Surge surge = new Surge(100, at);
    assertThat(surge.rises(at, at, 100)).isFalse();
    assertThat(surge.rises(at.plusMillis(1001), at.plusMillis(1001), 60)).isFalse();
    assertThat(surge.rises(at.plusMillis(1500), at.plusMillis(1501), 60)).isTrue();
    assertThat(surge.rises(at.plusMillis(1501), at.plusMillis(1502), 60)).isFalse();
    assertThat(surge.rises(at.plusSeconds(12), at.plusSeconds(12), 101)).isTrue();
  }

  @Test
  void whatComesLateIsASurgeToo() {
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    Surge surge = new Surge(100, at);
    for (int i = -5; i <= 0; i++) {
      assertThat(surge.rises(at.plusSeconds(2L * i), at.plusSeconds(30), 60)).isFalse();
    }
    assertThat(surge.rises(at.plusSeconds(2), at.plusSeconds(3), 60)).isFalse();
    assertThat(surge.rises(at.plusSeconds(4), at.plusSeconds(5), 60)).isTrue();
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
