package paas.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.HostConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.engine.LogSink;
import paas.model.InstanceName;

/** Containers that write faster than they are read, on a real Docker engine. */
@Timeout(180)
class LogsTest {
  private static final String BASE = "debian:bookworm-slim";

  /** 10 MB/s for more than seven seconds, time for Docker to take it, 100 lines each 10 ms. */
  private static final String FLOOD =
      """
      sub rest { select(undef, undef, undef, $_[0]) }
      for (1..750) { syswrite(STDOUT, ("n " . "x" x 997 . "\n") x 100); rest(0.01) }
      rest(0.5);
      for my $i (0..49) {
        syswrite(STDOUT, join("", map { "after " . (100 * $i + $_) . "\n" } 0..99));
        rest(0.01);
      }
      """;

  private static final List<String> AFTER =
      IntStream.range(0, 5000).mapToObj(i -> "after " + i).toList();

  private static final InstanceName CALMS_DOWN = InstanceName.parse("a1-d1-calms.1");
  private static final InstanceName ENDS = InstanceName.parse("a1-d1-ends.1");

  @TempDir Path folder;
  private final Names names = new Names(TestDocker.newInstanceId());
  private final DockerApi api = new DockerApi(TestDocker.find().host());
  private final Late sink = new Late();

  /** Takes no line within half a second, as if there were too many. */
  private static final class Late implements LogSink {
    private static final Duration BEHIND = Duration.ofMillis(600);

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void line(InstanceName from, int release, Instant at, String text) {
      long early = Duration.between(Instant.now(), at.plus(BEHIND)).toNanos();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
      lines.add(from.process() + " " + text);
    }

    List<String> of(InstanceName name, String start) {
      String process = name.process() + " ";
      return lines.stream()
          .filter(line -> line.startsWith(process + start))
          .map(line -> line.substring(process.length()))
          .toList();
    }
  }

  @AfterEach
  void remove() throws Exception {
    for (InstanceName name : List.of(CALMS_DOWN, ENDS)) {
      api.call(
          "remove container",
          docker -> docker.removeContainerCmd(names.container(name)).withForce(true).exec());
    }
    api.close();
  }

  private String start(InstanceName name, String script) throws Exception {
    HostConfig host = new HostConfig().withNetworkMode("none").withLogConfig(Logging.of(api));
    String id =
        api.call(
                "create container",
                docker ->
                    docker
                        .createContainerCmd(BASE)
                        .withName(names.container(name))
                        .withLabels(names.instance())
                        .withHostConfig(host)
                        .withCmd("perl", "-e", script)
                        .exec())
            .getId();
    api.call("start container", docker -> docker.startContainerCmd(id).exec());
    return id;
  }

  private boolean runs(String id) {
    return Boolean.TRUE.equals(
        api.ask("inspect", docker -> docker.inspectContainerCmd(id).exec())
            .getState()
            .getRunning());
  }

  @Test
  void ofAFloodTheNewestIsReadAndAllThatComesAfterIt() throws Exception {
    try (Logs logs = new Logs(api, sink, folder, this::runs)) {
      String ends = start(ENDS, FLOOD);
      String calms = start(CALMS_DOWN, FLOOD + "sleep(100);");
      logs.follow(ends, ENDS, 1);
      logs.follow(calms, CALMS_DOWN, 1);
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(sink.of(CALMS_DOWN, "after")).isEqualTo(AFTER));
      await().atMost(Duration.ofMinutes(1)).until(() -> !runs(ends));
      logs.finish(ends, ENDS);
      assertThat(sink.of(ENDS, "after")).isEqualTo(AFTER);
      for (InstanceName name : List.of(ENDS, CALMS_DOWN)) {
        assertThat(sink.of(name, "[lines may be missing"))
            .anyMatch(line -> line.contains("only the newest are read"));
      }
    }
  }
}
