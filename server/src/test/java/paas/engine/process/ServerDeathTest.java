package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.model.Artifact;
import paas.model.InstanceName;

/** A server that is killed in the middle, and the next one. */
@Timeout(90)
class ServerDeathTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final InstanceName FIRST = Samples.name(Samples.APP, 1);
  private static final InstanceName SECOND = Samples.name(Samples.APP, 2);
  private final Path data = Samples.openFolder();
  private final Heard heard = new Heard();

  @AfterEach
  void clean() throws Exception {
    try (ProcessEngine engine = ProcessEngine.open(Samples.settings(data), new Heard())) {
      engine.forget(Samples.APP);
    }
    Commands.removeTree(data);
  }

  @Test
  void appsGoOnAndTheNextServerKnowsHowTheyEnded() throws Exception {
    String whenTold = "while [ ! -e go ]; do sleep 0.02; done; echo gone; exit 3";
    kill(OtherServer.fork(data, "echo before; while :; do sleep 1; done", whenTold));
    Path slug = data.resolve("slugs/a1/d1");
    Files.writeString(slug.resolve("go"), "");
    Path done = data.resolve("run").resolve(SECOND.toString()).resolve("done");
    await().atMost(SOON).until(() -> Files.exists(done));

    try (ProcessEngine engine = ProcessEngine.open(Samples.settings(data), heard)) {
      assertThat(Samples.awaitEnd(engine, SECOND).exitCode()).isEqualTo(3);
      assertThat(engine.inspect(FIRST)).isInstanceOf(Running.class);
      assertThat(engine.recover()).hasSize(2);
      await().atMost(SOON).until(() -> heard.all().contains("gone"));
      assertThat(engine.stop(FIRST, Duration.ofSeconds(5)).killed()).isFalse();
      assertThat(engine.inspect(FIRST)).isInstanceOf(InstanceState.Gone.class);
    }
  }

  @Test
  void endThatNobodySawHasNoStatus() throws Exception {
    kill(OtherServer.fork(data, "exec sleep 1000"));
    RunFolder folder = new RunFolder(data.resolve("run").resolve(FIRST.toString()));
    ProcessId runner = folder.runner().orElseThrow();
    ProcessId process = folder.process().orElseThrow();
    Native.kill(runner.pid(), Native.SIGKILL);
    Native.kill(process.pid(), Native.SIGKILL);
    await().atMost(SOON).until(() -> !process.alive() && !runner.alive());
    try (ProcessEngine engine = ProcessEngine.open(Samples.settings(data), heard)) {
      assertThat(Samples.awaitEnd(engine, FIRST).exitCode()).isNull();
    }
  }

  @Test
  void halfBuiltReleasesAreCleanedAway() throws Exception {
    Process server = OtherServer.fork(data, "exec sleep 1000");
    Path half = Files.createDirectories(data.resolve("slugs/a1/d9"));
    Path lost = Files.createDirectories(data.resolve("tmp/job-1-1"));
    kill(server);
    try (ProcessEngine engine = ProcessEngine.open(Samples.settings(data), heard)) {
      assertThat(half).doesNotExist();
      assertThat(lost).doesNotExist();
      assertThat(engine.has(new Artifact.Slug("a1/d1"))).isTrue();
    }
  }

  @Test
  void logStaysBoundedWhileNobodyReadsIt() throws Exception {
    String talk =
        "i=0; while [ ! -e go ]; do sleep 0.02; done; yes xxxxxxxxxxxxxxx | head -c 200M;"
            + " echo last; exec sleep 1000";
    kill(OtherServer.fork(data, talk));
    Path folder = data.resolve("run").resolve(FIRST.toString());
    Files.writeString(data.resolve("slugs/a1/d1/go"), "");
    await().atMost(SOON).until(() -> Files.size(folder.resolve("log")) > 200L << 20);
    await().atMost(SOON).until(() -> Samples.diskUse(folder.resolve("log")) < 40L << 20);

    try (ProcessEngine engine = ProcessEngine.open(Samples.settings(data), heard)) {
      await().atMost(SOON).until(() -> heard.all().contains("last"));
      List<String> lines = heard.all();
      assertThat(lines.getFirst()).contains("bytes dropped here");
      assertThat(lines.subList(1, lines.size() - 1)).containsOnly("xxxxxxxxxxxxxxx");
      assertThat(engine.inspect(FIRST)).isInstanceOf(Running.class);
    }
  }

  private static void kill(Process server) throws InterruptedException {
    server.destroyForcibly().waitFor();
  }
}
