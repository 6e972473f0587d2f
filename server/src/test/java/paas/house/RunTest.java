package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One-off processes, as a person at a terminal, a pipe and a broken connection meet them. */
@Tag("house")
@Timeout(180)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class RunTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private static final Map<EngineKind, Project> LIVE = new ConcurrentHashMap<>();
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String CTRL_Z = "\u001a";
  private final House house;
  private final Desk desk;

  RunTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
    LIVE.computeIfAbsent(engine, _ -> live());
  }

  private Project live() {
    try {
      Project project = Apps.node(desk, "desk").commit("First");
      project.push().ok();
      return project;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @HouseTest
  void aTerminalIsARealOne() throws Exception {
    try (Screen screen = new Screen(desk.atTerminal("run", "desk", "bash --norc -i"))) {
      screen.type("echo is-$((40 + 2)) $TERM; stty size\r").shows("is-42 xterm-256color\n33 91");
      screen.resize(102, 44);
      screen.type("until [ \"$(stty size)\" = '44 102' ]; do sleep 0.1; done; echo larger-$?\r");
      screen.shows("larger-0");
      // A key goes to who is in front, so the command must be there before it is typed.
      screen.type("sh -c 'echo up-$((1 + 1)); exec sleep 567'; echo after-$?\r").shows("up-2");
      screen.type(CTRL_C);
      screen.type("echo cut-$?\r").shows("cut-130");
      screen.type("sh -c 'echo on-$((1 + 1)); exec sleep 678'\r").shows("on-2").type(CTRL_Z);
      screen.shows("Stopped");
      screen.type("kill %1; trap 'exit 7' EXIT\r").type("echo now; cat\r");
      screen.shows("now\n").type("twice\n").shows("twice\n(.*\n)*twice").type(CTRL_D);
      screen.type("echo read-$?\r").shows("read-0").type(CTRL_D);
      assertThat(screen.exit()).isEqualTo(7);
    }
  }

  @HouseTest
  void exitStatusesAreTheCommandsOwn() {
    desk.paas("run", "desk", "'echo out; echo err >&2; exit 3'").exits(3);
    Said apart = desk.paas("run", "desk", "'echo out; echo err >&2'").ok();
    assertThat(apart.out()).isEqualTo("out\n");
    assertThat(apart.err()).isEqualTo("err\n");
    desk.paas("run", "desk", "'kill -KILL $$'").exits(137);
    desk.paas("run", "desk", "'kill -TERM $$'").exits(143);
    desk.paas("run", "desk", "no-such-program", "x").exits(127);
    desk.paas("run", "desk", "/etc/passwd", "x").exits(126);
    assertThat(
            desk.paas("run", "-e", "WHO=ada", "desk", "node", "-p", "process.env.WHO").ok().out())
        .isEqualTo("ada\n");
    assertThat(desk.paas("run", "desk", "'echo $DYNO'").ok().out()).containsPattern("run\\.\\d{4}");
  }

  @HouseTest
  void pipesAreBinaryAndHoldWhoeverReadsSlowly() throws Exception {
    byte[] much = new byte[3 << 20];
    new Random(4).nextBytes(much);
    Process cat = desk.begin("run", "desk", "cat");
    CompletableFuture<byte[]> back = CompletableFuture.supplyAsync(() -> all(cat));
    try (OutputStream in = cat.getOutputStream()) {
      in.write(much);
    }
    assertThat(Arrays.equals(back.get(60, TimeUnit.SECONDS), much)).isTrue();
    assertThat(cat.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(cat.exitValue()).isZero();
    // It is stopped by who does not read, and ends when that one has gone.
    Process yes = desk.begin("run", "desk", "yes");
    assertThat(yes.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
    gone("yes", yes);
  }

  private static byte[] all(Process process) {
    try (InputStream out = process.getInputStream()) {
      return out.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @HouseTest
  void aCallerThatVanishesLeavesNothing() throws Exception {
    Process plain = desk.begin("run", "desk", "'trap \"\" TERM HUP; sleep 601; sleep 602'");
    gone("sleep 601", plain);
    try (Screen screen = new Screen(desk.atTerminal("run", "desk", "bash --norc -i"))) {
      screen.type("sleep 603\r").shows("sleep 603");
      listed("bash --norc -i", true);
      screen.vanish();
      listed("bash --norc -i", false);
    }
  }

  /** Kills the client once its command is listed, and waits until it is not any more. */
  private void gone(String command, Process client) throws Exception {
    listed(command, true);
    client.descendants().forEach(ProcessHandle::destroyForcibly);
    client.destroyForcibly().waitFor();
    listed(command, false);
  }

  private void listed(String command, boolean wanted) {
    await()
        .alias(command + (wanted ? " runs" : " is gone"))
        .atMost(House.SOON)
        .until(() -> desk.paas("ps", "desk").ok().out().contains(command) == wanted);
  }

  @HouseTest
  void aDetachedOneIsFollowedListedAndStopped() throws Exception {
    Said begun = desk.paas("run", "--detach", "desk", "'echo begun; sleep 604'").ok();
    String name = begun.out().lines().findFirst().orElseThrow();
    assertThat(name).matches("run\\.\\d{4}");
    said(name, "app[" + name + "]: begun");
    assertThat(desk.paas("ps", "desk").ok().out()).containsPattern(name + "\\s+up\\s+v\\d+");
    desk.paas("config:set", "desk", "ROUND=two").ok();
    desk.paas("ps:restart", "desk").ok();
    assertThat(desk.paas("enter", "desk", name, "'echo $ROUND-$DYNO'").ok().out())
        .isEqualTo("-" + name + "\n");
    desk.paas("ps:stop", "desk", name).ok();
    said(name, "stopped by");
    assertThat(desk.paas("ps", "desk").ok().out()).doesNotContain(name);
    desk.paas("ps:stop", "desk", name).exits(1).says("runs no " + name);
    desk.paas("ps:stop", "desk", "web.1").exits(2).says("no one-off process");
  }

  @HouseTest
  void theEndOfADetachedOneIsNoted() {
    String json =
        desk.paas("run", "-d", "--format", "json", "desk", "sh", "-c", "'exit 3'").ok().out();
    String name = json.replaceAll("(?s).*\"name\" ?: ?\"(run\\.\\d+)\".*", "$1");
    said(name, "paas[" + name + "]: exited with code 3");
    assertThat(desk.paas("events").ok().out()).contains(name + " exited with code 3");
  }

  private void said(String process, String text) {
    await()
        .alias(text)
        .atMost(House.SOON)
        .until(() -> desk.paas("logs", "desk", "-p", process).ok().out().contains(text));
  }

  @HouseTest
  void whoEntersIsWhereTheProcessIs() throws Exception {
    Project own = Apps.node(desk, "entered").commit("First");
    own.push().ok();
    String own1 = "'echo $DYNO $PORT $PAAS_APP; id -u; pwd; echo err >&2; exit 5'";
    Said said = desk.paas("enter", "entered", "web.1", own1).exits(5);
    assertThat(said.out()).startsWith("web.1 ").contains(" entered\n");
    assertThat(said.err()).isEqualTo("err\n");
    String seen =
        "'const fs = require(\"fs\"); const pid = "
            + house.web("entered").get("/").field("pid")
            + "; console.log(fs.readlinkSync(`/proc/${pid}/cwd`) === process.cwd())'";
    assertThat(desk.paas("enter", "entered", "web.1", "node", "-e", seen).out())
        .isEqualTo("true\n");
    desk.paas("enter", "entered", "web.7", "true").exits(1).says("runs no web.7");
    desk.paas("enter", "entered", "web.1", "no-such-program").exits(127);
    try (Screen screen = new Screen(desk.atTerminal("enter", "entered", "web.1"))) {
      screen.type("echo I-am-$DYNO; stty size\r").shows("I-am-web.1\n33 91");
      screen.type("sleep 605 & wait\r").shows("sleep 605");
      inside("605", true);
      screen.vanish();
      inside("605", false);
    }
    try (Screen screen = new Screen(desk.atTerminal("enter", "entered", "web.1"))) {
      screen.type("echo I-am-$DYNO\r").shows("I-am-web.1");
      desk.paas("ps:stop", "entered").ok();
      assertThat(screen.exit()).isNotZero();
    }
  }

  /** Whether such a sleep runs, looked at from outside. */
  private static void inside(String seconds, boolean wanted) {
    await()
        .alias("sleep " + seconds + (wanted ? " runs" : " is gone"))
        .atMost(House.SOON)
        .until(() ->
            Shell.run("ps", "-eo", "args").ok().out().lines().anyMatch(("sleep " + seconds)::equals)
                == wanted);
  }
}
