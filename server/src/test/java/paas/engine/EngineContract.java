package paas.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import paas.buildpacks.plan.BuildPlan;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Artifact;
import paas.model.InstanceName;
import paas.model.ProcessName;

/** What every engine must do, whatever it is made of. One engine and one artifact per class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EngineContract {
  private static final AppName NAME = new AppName("sample");
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final long MEMORY = 256L << 20;
  private static final int RELEASE = 7;

  private final AppId app = new AppId(ThreadLocalRandom.current().nextLong(1000, 100_000));
  private final AtomicInteger deploys = new AtomicInteger(10);
  private final RecordedLines lines = new RecordedLines();
  private final Queue<InstanceState.Ended> ended = new ConcurrentLinkedQueue<>();
  private Path data = Path.of("");
  private @Nullable Engine engine;
  private Artifact artifact = new Artifact.Slug("none");

  /** Opens the engine on a data folder; called again to play a server that was restarted. */
  protected abstract Engine open(Path data, LogSink sink) throws Exception;

  /** The plan for the sample app in this folder, to which the engine's test may add files. */
  protected abstract BuildPlan plan(Path source) throws Exception;

  /** Whether it enforces a memory limit and sees what that killed. */
  protected boolean seesOutOfMemory() {
    return true;
  }

  /** A new, empty data folder that the apps' own users can reach. */
  protected Path newDataFolder() throws IOException {
    Path folder = Files.createTempDirectory("paas-engine");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  protected final Engine engine() {
    return Objects.requireNonNull(engine, "opened before the tests");
  }

  @BeforeAll
  void buildSample() throws Exception {
    data = newDataFolder();
    engine = open(data, lines);
    engine().onEnded(ended::add);
    artifact = build(1, lines);
  }

  @AfterAll
  void forgetSample() throws Exception {
    if (engine != null) {
      engine.forget(app);
      engine.close();
    }
  }

  protected final Artifact build(int deploy, BuildOutput output) throws Exception {
    Path source = SampleApp.write(data);
    return engine().build(request(deploy, source, true), output);
  }

  private BuildRequest request(int deploy, Path source, boolean cached) throws Exception {
    String commit = "0123456789abcdef0123456789abcdef01234567";
    return new BuildRequest(app, NAME, deploy, commit, source, plan(source), Map.of(), cached);
  }

  protected final InstanceSpec spec(Map<String, String> env) {
    ProcessName process = ProcessName.parse("web.1");
    InstanceName name = new InstanceName(app, deploys.incrementAndGet(), process);
    return new InstanceSpec(name, NAME, RELEASE, artifact, SampleApp.COMMAND, env, null, MEMORY);
  }

  private OneOffSpec oneOff(OneOffSpec.@Nullable Terminal terminal, String... argv) {
    String id = "run." + deploys.incrementAndGet();
    return new OneOffSpec(
        app, NAME, RELEASE, id, artifact, List.of(argv), Map.of("WHO", "me"), MEMORY, terminal);
  }

  @Test
  void buildsAndSaysWhatItDid() {
    assertThat(engine().has(artifact)).isTrue();
    assertThat(lines.build()).anyMatch(line -> line.startsWith("done "));
  }

  @Test
  void secondBuildIsAnArtifactOfItsOwnAndCanBeDiscarded() throws Exception {
    Artifact second = build(2, new RecordedLines());
    assertThat(second).isNotEqualTo(artifact);
    assertThat(engine().built())
        .contains(new Built(app, 2, second))
        .extracting(Built::artifact)
        .contains(artifact);
    engine().discard(second);
    engine().discard(second);
    assertThat(engine().built()).extracting(Built::artifact).doesNotContain(second);
    assertThat(engine().has(second)).isFalse();
    assertThat(engine().has(artifact)).isTrue();
  }

  @Test
  void whatIsInstalledIsInstalledAgainOnlyWhenAskedTo() throws Exception {
    Path source = SampleApp.write(data);
    Files.writeString(source.resolve("more.py"), "more = 1\n");
    RecordedLines said = new RecordedLines();
    Artifact second = engine().build(request(3, source, true), said);
    assertThat(said.build()).contains("done python environment (cached)");
    RecordedLines again = new RecordedLines();
    Artifact third = engine().build(request(4, SampleApp.write(data), false), again);
    assertThat(again.build()).contains("done python environment");
    engine().discard(second);
    engine().discard(third);
  }

  @Test
  void whatIsFrozenStandsStillWithItsMemoryAndIsStoppedLikeAnyOther() throws Exception {
    Running running = engine().start(spec(Map.of("CHILD", "frozen-child")));
    InstanceName name = running.name();
    get(running, "echo/up");
    assertThat(engine().freeze(name)).isTrue();
    assertThat(engine().freeze(name)).isTrue();
    assertThat(engine().inspect(name)).isEqualTo(new InstanceState.Held(name, RELEASE));
    long used = engine().usage(name).cpuNanos();
    assertThat(engine().recover()).contains(new InstanceState.Held(name, RELEASE));
    assertThat(engine().usage(name).cpuNanos()).isEqualTo(used);
    assertThat(engine().thaw(name)).isTrue();
    assertThat(engine().thaw(name)).isTrue();
    assertThat(engine().inspect(name)).isEqualTo(running);
    assertThat(get(running, "echo/again")).isEqualTo("again");
    assertThat(engine().freeze(name)).isTrue();
    assertThat(engine().stop(name, GRACE).killed()).isFalse();
    assertThat(engine().inspect(name)).isEqualTo(new InstanceState.Gone(name));
    assertThat(engine().freeze(name)).isFalse();
    assertThat(engine().thaw(name)).isFalse();
  }

  @Test
  void deadOrphansAreBuried() throws Exception {
    Running running = engine().start(spec(Map.of()));
    String orphan = get(running, "orphan/x").strip();
    assertThat(orphan).matches("[0-9]+");
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(get(running, "alive/" + orphan)).isEqualTo("False"));
    stop(running);
  }

  @Test
  void startedProcessAnswersAndSeesItsEnvironment() throws Exception {
    String odd = "a 'b' \"c\" $(id) \\ ü";
    Running running = engine().start(spec(Map.of("DYNO", "web.1", "ODD", odd)));
    try {
      assertThat(get(running, "env/DYNO")).isEqualTo("web.1");
      assertThat(get(running, "env/ODD")).isEqualTo(odd);
      assertThat(get(running, "env/PORT")).isEqualTo(String.valueOf(running.appPort()));
      assertThat(running.release()).isEqualTo(RELEASE);
      assertThat(engine().inspect(running.name())).isEqualTo(running);
    } finally {
      stop(running);
    }
  }

  @Test
  void startAgainReturnsTheOneThatRuns() throws Exception {
    InstanceSpec spec = spec(Map.of());
    Running first = engine().start(spec);
    assertThat(engine().start(spec)).isEqualTo(first);
    stop(first);
  }

  @Test
  void startAgainAfterTheEndStartsAnew() throws Exception {
    InstanceSpec spec = spec(Map.of("EXIT", "0"));
    engine().start(spec);
    awaitEnd(spec.name());
    InstanceSpec mended =
        new InstanceSpec(
            spec.name(), NAME, RELEASE, artifact, SampleApp.COMMAND, Map.of(), null, MEMORY);
    Running running = engine().start(mended);
    assertThat(get(running, "echo/again")).isEqualTo("again");
    stop(running);
  }

  @Test
  void stopLetsItEndByItself() throws Exception {
    Running running = engine().start(spec(Map.of()));
    get(running, "echo/up");
    Stopped stopped = engine().stop(running.name(), GRACE);
    assertThat(stopped.killed()).isFalse();
    assertThat(stopped.took()).isLessThan(GRACE);
    assertThat(engine().inspect(running.name())).isEqualTo(new InstanceState.Gone(running.name()));
    assertThat(engine().stop(running.name(), GRACE).killed()).isFalse();
  }

  @Test
  void stopKillsWhatIgnoresIt() throws Exception {
    Running running = engine().start(spec(Map.of("DEAF", "1")));
    get(running, "echo/up");
    Stopped stopped = engine().stop(running.name(), Duration.ofSeconds(1));
    assertThat(stopped.killed()).isTrue();
    assertThat(stopped.took()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  @Test
  void stopEndsTheWholeTree() throws Exception {
    String mark = "paas-straggler-" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    Running running = engine().start(spec(Map.of("CHILD", mark)));
    get(running, "echo/up");
    await().atMost(10, TimeUnit.SECONDS).until(() -> SampleApp.processesWith(mark) == 1);
    stop(running);
    assertThat(SampleApp.processesWith(mark)).isZero();
  }

  @Test
  void endIsSeenWithItsExitCode() throws Exception {
    InstanceSpec spec = spec(Map.of("EXIT", "3"));
    engine().start(spec);
    InstanceState.Ended end = awaitEnd(spec.name());
    assertThat(end.exitCode()).isEqualTo(3);
    assertThat(end.outOfMemory()).isFalse();
    assertThat(end.release()).isEqualTo(RELEASE);
    await().atMost(10, TimeUnit.SECONDS).until(() -> endsOf(spec.name()) == 1);
    await().atMost(10, TimeUnit.SECONDS).until(() -> !lines.of(spec.name()).isEmpty());
    assertThat(lines.of(spec.name())).containsExactly("leaving");
    assertThat(engine().recover()).contains(end);
    engine().stop(spec.name(), GRACE);
  }

  @Test
  void missingCommandEndsWith127() throws Exception {
    InstanceName name = spec(Map.of()).name();
    engine()
        .start(
            new InstanceSpec(
                name, NAME, RELEASE, artifact, "no-such-program -x", Map.of(), null, MEMORY));
    assertThat(awaitEnd(name).exitCode()).isEqualTo(127);
    engine().stop(name, GRACE);
  }

  @Test
  void memoryLimitKillsAndIsNamed() throws Exception {
    Assumptions.assumeTrue(seesOutOfMemory(), "this engine sees no memory limit here");
    InstanceSpec spec = spec(Map.of("EAT", String.valueOf(2 * MEMORY)));
    engine().start(spec);
    assertThat(awaitEnd(spec.name()).outOfMemory()).isTrue();
    engine().stop(spec.name(), GRACE);
  }

  @Test
  void restartedServerFindsWhatRunsAndLosesNoLine() throws Exception {
    Path second = newDataFolder();
    RecordedLines before = new RecordedLines();
    RecordedLines after = new RecordedLines();
    InstanceSpec spec = spec(Map.of("TALK", "20"));
    Running running;
    try (Engine first = open(second, before)) {
      Artifact own = buildWith(first, second);
      running =
          first.start(
              new InstanceSpec(
                  spec.name(), NAME, RELEASE, own, spec.command(), spec.env(), null, MEMORY));
      get(running, "say/last-before");
      await().atMost(10, TimeUnit.SECONDS).until(() -> before.of(spec.name()).size() == 21);
    }
    get(running, "say/between");
    try (Engine again = open(second, after)) {
      assertThat(again.inspect(spec.name())).isEqualTo(running);
      assertThat(again.recover()).containsExactly(running);
      get(running, "say/first-after");
      await().atMost(10, TimeUnit.SECONDS).until(() -> after.of(spec.name()).size() == 2);
      assertThat(after.of(spec.name())).containsExactly("between", "first-after");
      again.forget(app);
      assertThat(again.recover()).isEmpty();
    }
  }

  @Test
  void linesArriveInOrderWithTheirSource() throws Exception {
    Instant begin = Instant.now().minusSeconds(5);
    InstanceSpec spec = spec(Map.of("TALK", "2000"));
    engine().start(spec);
    await().atMost(20, TimeUnit.SECONDS).until(() -> lines.of(spec.name()).size() >= 2000);
    assertThat(lines.of(spec.name()))
        .isEqualTo(IntStream.range(0, 2000).mapToObj(i -> "line " + i).toList());
    assertThat(lines.all())
        .filteredOn(line -> line.from().equals(spec.name()))
        .allMatch(line -> line.release() == RELEASE && line.at().isAfter(begin));
    engine().stop(spec.name(), GRACE);
  }

  @Test
  void listenersTellWhereItListens() throws Exception {
    Running everywhere = engine().start(spec(Map.of()));
    assertThat(awaitListener(everywhere)).isEqualTo(new Listener("0.0.0.0", everywhere.appPort()));
    stop(everywhere);
    Running loopback = engine().start(spec(Map.of("BIND", "127.0.0.1", "BIND_PORT", "28471")));
    assertThat(awaitListener(loopback)).isEqualTo(new Listener("127.0.0.1", 28471));
    assertThat(awaitListener(loopback).onLoopbackOnly()).isTrue();
    stop(loopback);
  }

  @Test
  void usageIsMeasuredAndZeroWhenGone() throws Exception {
    Running running = engine().start(spec(Map.of()));
    get(running, "echo/up");
    Usage usage = engine().usage(running.name());
    assertThat(usage.cpuNanos()).isPositive();
    assertThat(usage.memoryBytes()).isBetween(1L << 20, MEMORY);
    stop(running);
    assertThat(engine().usage(running.name())).isEqualTo(Usage.NONE);
  }

  @Test
  void oneOffTakesItsArgumentsUnchanged() throws Exception {
    String print = "import sys; print(sys.argv[1:]); print('bad', file=sys.stderr); sys.exit(9)";
    try (OneOff run = engine().run(oneOff(null, "python3", "-c", print, "a b", "$HOME", "", "'"))) {
      run.stdin().close();
      assertThat(text(run.stdout().readAllBytes())).isEqualTo("['a b', '$HOME', '', \"'\"]\n");
      assertThat(text(run.stderr().readAllBytes())).isEqualTo("bad\n");
      assertThat(run.waitFor(GRACE)).contains(9);
    }
  }

  @Test
  void oneOffOfOneWordIsAShellLineThatReadsStdinToItsEnd() throws Exception {
    try (OneOff run = engine().run(oneOff(null, "wc -c; echo $WHO; exit 4"))) {
      byte[] much = new byte[300_000];
      run.stdin().write(much);
      run.stdin().close();
      assertThat(text(run.stdout().readAllBytes()).strip()).isEqualTo(much.length + "\nme");
      assertThat(run.waitFor(GRACE)).contains(4);
    }
  }

  @Test
  void oneOffHasATerminalThatCanBeResized() throws Exception {
    OneOffSpec.Terminal terminal = new OneOffSpec.Terminal("xterm", 91, 33);
    try (OneOff run = engine().run(oneOff(terminal, "read x; stty size; echo $TERM"))) {
      run.resize(102, 44);
      run.stdin().write('\n');
      run.stdin().flush();
      assertThat(text(run.stdout().readAllBytes()).replace("\r", "")).contains("44 102\nxterm");
      assertThat(run.waitFor(GRACE)).contains(0);
    }
  }

  @Test
  void closedOneOffIsKilled() throws Exception {
    String mark = "paas-one-off-" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    OneOff run = engine().run(oneOff(null, "python3", "-c", "import time; time.sleep(600)", mark));
    await().atMost(10, TimeUnit.SECONDS).until(() -> SampleApp.processesWith(mark) > 0);
    assertThat(run.waitFor(Duration.ofMillis(50))).isEmpty();
    run.close();
    await().atMost(10, TimeUnit.SECONDS).until(() -> SampleApp.processesWith(mark) == 0);
  }

  @Test
  void checkIsWellAndShowsFacts() {
    assertThat(engine().check().problem()).isEmpty();
    assertThat(engine().check().facts()).isNotEmpty();
  }

  private Artifact buildWith(Engine other, Path folder) throws Exception {
    Path source = SampleApp.write(folder);
    return other.build(request(deploys.incrementAndGet(), source, true), new RecordedLines());
  }

  private void stop(Running running) throws InterruptedException {
    engine().stop(running.name(), GRACE);
  }

  private InstanceState.Ended awaitEnd(InstanceName name) {
    InstanceState state =
        await()
            .atMost(20, TimeUnit.SECONDS)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> engine().inspect(name), InstanceState.Ended.class::isInstance);
    return (InstanceState.Ended) state;
  }

  private long endsOf(InstanceName name) {
    return ended.stream().filter(end -> end.name().equals(name)).count();
  }

  private Listener awaitListener(Running running) {
    List<Listener> found =
        await()
            .atMost(20, TimeUnit.SECONDS)
            .until(() -> engine().listeners(running.name()), list -> !list.isEmpty());
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static String get(Running running, String path) {
    return SampleApp.ask(running, path);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
