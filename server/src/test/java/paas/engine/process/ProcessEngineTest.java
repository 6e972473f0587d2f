package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Tool;
import paas.engine.BuildFailed;
import paas.engine.InstanceSpec;
import paas.engine.Running;
import paas.engine.StartFailed;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.InstanceName;

/** What is peculiar to plain processes. */
@Timeout(90)
class ProcessEngineTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final AppId APP = Samples.APP;
  private final Path data = Samples.openFolder();
  private final Heard heard = new Heard();
  private final ProcessEngine engine = ProcessEngine.open(Samples.settings(data), heard);

  @AfterEach
  void clean() throws Exception {
    engine.forget(APP);
    engine.close();
    Commands.removeTree(data);
  }

  @Test
  void nothingEscapesAStop() throws Exception {
    String mark = "escapee-" + ThreadLocalRandom.current().nextInt(1 << 30);
    String line = "(env -i setsid sh -c 'sleep 1000; : " + mark + "' &) ; exec sleep 1000";
    InstanceName name = Samples.name(APP, 1);
    engine.start(Samples.spec(name, Samples.buildNothing(engine, APP, 1), line));
    await().atMost(SOON).until(() -> Samples.processesWith("sh -c sleep 1000; : " + mark) == 1);
    engine.stop(name, SOON);
    assertThat(Samples.processesWith(mark)).isZero();
  }

  @Test
  void restOfAGroupMayFinishItsWork() throws Exception {
    String worker =
        "trap 'sleep 0.3; echo finished; exit' TERM; echo ready; while :; do sleep 0.02; done";
    InstanceName name = Samples.name(APP, 1);
    String line = "sh -c \"" + worker + "\"; echo never";
    engine.start(Samples.spec(name, Samples.buildNothing(engine, APP, 1), line));
    await().atMost(SOON).until(() -> heard.all().contains("ready"));
    assertThat(engine.stop(name, SOON).killed()).isFalse();
    assertThat(heard.all()).contains("finished").doesNotContain("never");
  }

  @Test
  void endIsToldAtOnce() throws Exception {
    Artifact artifact = Samples.buildNothing(engine, APP, 1);
    AtomicReference<Long> seen = new AtomicReference<>(0L);
    engine.onEnded(_ -> seen.set(System.nanoTime()));
    InstanceName name = Samples.name(APP, 1);
    engine.start(Samples.spec(name, artifact, "exec sleep 1000"));
    long pid = process(name).process().orElseThrow().pid();
    long killed = System.nanoTime();
    Native.kill(pid, Native.SIGKILL);
    await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> seen.get() != 0);
    assertThat(Samples.awaitEnd(engine, name).exitCode()).isEqualTo(137);
    assertThat(Duration.ofNanos(seen.get() - killed)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void logOfATalkativeAppIsWholeAndSmallOnDisk() throws Exception {
    InstanceName name = Samples.name(APP, 1);
    String line = "seq 3000000; echo the end; exec sleep 1000";
    engine.start(Samples.spec(name, Samples.buildNothing(engine, APP, 1), line));
    await().atMost(SOON).until(() -> heard.all().contains("the end"));
    assertThat(heard.all()).hasSize(3_000_001);
    assertThat(heard.all().get(2_999_999)).isEqualTo("3000000");
    Path log = process(name).log();
    assertThat(Files.size(log)).isGreaterThan(20L << 20);
    assertThat(Samples.diskUse(log)).isLessThan(8L << 20);
  }

  @Test
  void linesThatAreTooLongAreCut() throws Exception {
    InstanceName name = Samples.name(APP, 1);
    String line = "head -c 300000 /dev/zero | tr '\\0' x; echo; printf 'no end'";
    engine.start(Samples.spec(name, Samples.buildNothing(engine, APP, 1), line));
    Samples.awaitEnd(engine, name);
    assertThat(heard.all()).containsExactly("x".repeat(Tail.LONGEST_LINE), "no end");
  }

  @Test
  void outputThatTheAppOpensAnewIsFollowed() throws Exception {
    InstanceName name = Samples.name(APP, 1);
    String line = "echo one of many; sleep 0.3; echo two >/dev/stdout; exec sleep 1000";
    engine.start(Samples.spec(name, Samples.buildNothing(engine, APP, 1), line));
    await().atMost(SOON).until(() -> heard.all().contains("two"));
    assertThat(heard.all()).containsExactly("one of many", "two");
  }

  @Test
  void variablesCannotMoveTheRunner() throws Exception {
    InstanceName name = Samples.name(APP, 1);
    Map<String, String> env = Map.of("PATH", "/nowhere", "LD_PRELOAD", "/x.so", "IFS", "0123");
    engine.start(
        new InstanceSpec(
            name,
            Samples.NAME,
            1,
            Samples.buildNothing(engine, APP, 1),
            "echo $LD_PRELOAD $FROM_RECIPE; exit 5",
            env,
            null,
            Samples.MEMORY));
    assertThat(Samples.awaitEnd(engine, name).exitCode()).isEqualTo(5);
    assertThat(heard.all()).contains("/x.so yes");
  }

  @Test
  void badVariableNameIsRefused() throws Exception {
    Artifact artifact = Samples.buildNothing(engine, APP, 1);
    InstanceName name = Samples.name(APP, 1);
    InstanceSpec spec =
        new InstanceSpec(
            name, Samples.NAME, 1, artifact, "true", Map.of("A-B", "1"), null, Samples.MEMORY);
    assertThatThrownBy(() -> engine.start(spec)).isInstanceOf(StartFailed.class);
    assertThat(engine.recover()).isEmpty();
    assertThat(process(name).path()).doesNotExist();
  }

  @Test
  void portsAreNotGivenTwiceInARow() throws Exception {
    Artifact artifact = Samples.buildNothing(engine, APP, 1);
    Running first = engine.start(Samples.spec(Samples.name(APP, 1), artifact, "exec sleep 1000"));
    engine.stop(first.name(), Duration.ZERO);
    Running second = engine.start(Samples.spec(Samples.name(APP, 2), artifact, "exec sleep 1000"));
    assertThat(second.port()).isNotEqualTo(first.port());
  }

  @Test
  void interruptedBuildLeavesNothing() throws Exception {
    String mark = "sleep 9" + ThreadLocalRandom.current().nextInt(1 << 30);
    BuildPlan plan =
        Samples.plan(
            List.of(Samples.step("wait", List.of("."), List.of(), "setsid " + mark + " & wait")),
            List.of());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread builder =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Samples.build(engine, APP, 1, plan, heard);
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    await().atMost(SOON).until(() -> Samples.processesWith(mark) > 0);
    builder.interrupt();
    assertThat(builder.join(SOON)).isTrue();
    assertThat(failure.get()).isInstanceOf(InterruptedException.class);
    assertThat(Samples.processesWith(mark)).isZero();
    assertThat(data.resolve("slugs/a1/d1")).doesNotExist();
    assertThat(engine.has(new Artifact.Slug("a1/d1"))).isFalse();
  }

  @Test
  void failedStepIsNamedAndItsOutputShown() {
    BuildPlan plan =
        Samples.plan(
            List.of(Samples.step("test", List.of("."), List.of(), "echo seen; exit 7")), List.of());
    assertThatThrownBy(() -> Samples.build(engine, APP, 1, plan, heard))
        .asInstanceOf(type(BuildFailed.class))
        .satisfies(e -> {
          assertThat(e.reason()).isEqualTo("'test' failed with exit code 7");
          assertThat(e.lastLines()).containsExactly("seen");
        });
    assertThat(heard.all()).startsWith("step test", "seen").hasSize(3);
    assertThat(heard.all().getLast()).contains("test").contains("failed after ");
  }

  @Test
  void missingToolIsNamedWithHowToGetIt() {
    Tool tool =
        new Tool("frobnicate", List.of("frobnicate"), List.of("-v"), "2", "Install frobnicate.");
    BuildPlan plan = Samples.plan(List.of(), List.of(tool));
    assertThatThrownBy(() -> Samples.build(engine, APP, 1, plan, heard))
        .asInstanceOf(type(BuildFailed.class))
        .satisfies(e -> {
          assertThat(e.reason()).contains("frobnicate 2 or newer is needed");
          assertThat(e.remedy()).isEqualTo("Install frobnicate.");
        });
  }

  @Test
  void sameInputsAreNotBuiltAgainAndPathsAreMended() throws Exception {
    String line =
        "mkdir -p env/bin; echo \"home = $PWD.tools\" >env/pyvenv.cfg;"
            + " echo \"#!$PWD/env/bin/python\" >env/bin/tool;"
            + " ln -s $PWD.tools/python3 env/bin/python";
    BuildPlan plan =
        Samples.plan(
            List.of(Samples.step("env", List.of("input.txt"), List.of("env"), line)), List.of());
    Samples.build(engine, APP, 1, plan, heard);
    engine.discard(new Artifact.Slug("a1/d1"));
    Artifact second = Samples.build(engine, APP, 2, plan, heard);
    assertThat(heard.all()).containsExactly("step env", "done env ", "step env", "done env cached");
    Path slug = data.resolve("slugs").resolve(second.reference());
    assertThat(slug.resolve("env/bin/tool")).hasContent("#!" + slug + "/env/bin/python");
    assertThat(slug.resolve("env/pyvenv.cfg")).hasContent("home = " + slug + ".tools");
    assertThat(Files.readSymbolicLink(slug.resolve("env/bin/python")))
        .as("the first release's tools went with it")
        .isEqualTo(Path.of(slug + ".tools/python3"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(slug)))
        .as("closed to other apps")
        .isEqualTo("rwx------");
  }

  private RunFolder process(InstanceName name) {
    return new RunFolder(data.resolve("run").resolve(name.toString()));
  }
}
