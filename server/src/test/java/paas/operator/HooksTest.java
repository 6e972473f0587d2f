package paas.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HooksTest {
  private static final Path SAMPLES = Path.of("..", "hooks", "samples");

  @TempDir Path data;
  private final Words words = new Words();
  private Hooks hooks;

  /** What hooks said, with warnings marked. */
  private static final class Words implements HookOutput {
    final List<String> said = new CopyOnWriteArrayList<>();

    @Override
    public void began(String hook) {
      said.add("> " + hook);
    }

    @Override
    public void line(String text) {
      said.add(text);
    }

    @Override
    public void warning(String text, String advice) {
      said.add("! " + text + " | " + advice);
    }
  }

  @BeforeEach
  void make() throws IOException {
    Files.createDirectory(data.resolve("hooks"));
    hooks = new Hooks(data, Duration.ofSeconds(60), Duration.ofSeconds(1));
  }

  private Path hook(HookPoint point, String name, String script) throws IOException {
    Path folder = Files.createDirectories(data.resolve("hooks").resolve(point.folder()));
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private Optional<String> run(HookPoint point) throws InterruptedException {
    return hooks.run(
        HookRecord.at(point).with("app", "shop").with("deploy", 7).with("commit", null), words);
  }

  @Test
  void programsRunInOrderWithTheRecordAndASmallEnvironment() throws Exception {
    hook(HookPoint.PRE_BUILD, "20-second", "env | sort; pwd");
    hook(HookPoint.PRE_BUILD, "10-first", "cat >input; echo first");
    assertThat(run(HookPoint.PRE_BUILD)).isEmpty();
    Path folder = data.resolve("hooks/pre-build.d");
    JsonNode input = new ObjectMapper().readTree(folder.resolve("input").toFile());
    assertThat(input.path("point").asText()).isEqualTo("pre-build");
    assertThat(input.path("app").asText()).isEqualTo("shop");
    assertThat(input.path("deploy").asInt()).isEqualTo(7);
    assertThat(input.has("commit")).isFalse();
    assertThat(words.said.stream().filter(line -> !line.matches("(PWD|SHLVL|_)=.*")))
        .containsExactly(
            "> pre-build.d/10-first",
            "first",
            "> pre-build.d/20-second",
            "HOME=" + data.resolve("hooks"),
            "HOOK=pre-build",
            "LANG=C.UTF-8",
            "PAAS_APP=shop",
            "PAAS_DATA=" + data,
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            folder.toString());
  }

  @Test
  void aPointThatDecidesStopsAtTheFirstThatRefuses() throws Exception {
    hook(HookPoint.PRE_SWITCH, "1-no", "echo 'not on a Friday' >&2; exit 3");
    hook(HookPoint.PRE_SWITCH, "2-never", "echo never");
    assertThat(run(HookPoint.PRE_SWITCH)).hasValue("not on a Friday (hook pre-switch.d/1-no)");
    assertThat(words.said).doesNotContain("never");
  }

  @Test
  void whatIsOnlyToldWarnsAndGoesOn() throws Exception {
    hook(HookPoint.POST_DEPLOY, "1-mute", "exit 3");
    hook(HookPoint.POST_DEPLOY, "2-killed", "kill -9 $$");
    hook(HookPoint.POST_DEPLOY, "3-well", "echo well");
    assertThat(run(HookPoint.POST_DEPLOY)).isEmpty();
    assertThat(words.said)
        .contains(
            "! Nothing depends on it: the hook post-deploy.d/1-mute ended with status 3 | ",
            "! Nothing depends on it: the hook post-deploy.d/2-killed ended with status 137 | ",
            "well");
  }

  @Test
  void oneThatIsLateIsKilledWithAllThatItStarted() throws Exception {
    hooks = new Hooks(data, Duration.ofSeconds(1), Duration.ofSeconds(1));
    String mark = "31" + ProcessHandle.current().pid();
    hook(
        HookPoint.PRE_BUILD,
        "1-late",
        "trap 'echo asked' TERM; setsid sleep " + mark + " & while :; do sleep 0.1; done");
    assertThat(run(HookPoint.PRE_BUILD))
        .hasValueSatisfying(why -> assertThat(why).contains("did not end within 1 s"));
    assertThat(words.said).contains("asked");
    assertThat(sleeping(mark)).isEmpty();
  }

  @Test
  void whatOneLeavesBehindEndsWithIt() throws Exception {
    String mark = "32" + ProcessHandle.current().pid();
    hook(HookPoint.POST_DEPLOY, "1-leaves", "setsid sleep " + mark + " & sleep " + mark + " &");
    assertThat(run(HookPoint.POST_DEPLOY)).isEmpty();
    await().atMost(Duration.ofSeconds(30)).until(() -> sleeping(mark).isEmpty());
  }

  private static List<ProcessHandle> sleeping(String mark) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().arguments().map(a -> List.of(a).contains(mark)).orElse(false))
        .toList();
  }

  @Test
  void whatOthersCouldHaveWrittenIsNamedAndNotRun() throws Exception {
    Path open = hook(HookPoint.PRE_RECEIVE, "1-open", "echo never; exit 1");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxr-x"));
    Path plain = hook(HookPoint.PRE_RECEIVE, "2-plain", "echo never; exit 1");
    Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rw-r--r--"));
    Files.createSymbolicLink(plain.resolveSibling("3-link"), Path.of("/bin/false"));
    Files.createDirectory(plain.resolveSibling("4-folder"));
    hook(HookPoint.PRE_RECEIVE, "5-old.sample", "exit 1");
    assertThat(run(HookPoint.PRE_RECEIVE)).isEmpty();
    assertThat(hooks.of(HookPoint.PRE_RECEIVE))
        .extracting(file -> file.path().getFileName() + " " + file.problem())
        .containsExactly(
            "1-open may be written to by others",
            "2-plain is not executable",
            "3-link is a link",
            "4-folder is no file",
            "5-old.sample is no program by its name");
    assertThat(words.said)
        .contains(
            "! The hook pre-receive.d/2-plain is skipped: it is not executable | chmod u+x "
                + plain)
        .doesNotContain("never");
    Files.setPosixFilePermissions(
        data.resolve("hooks"), PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(hooks.of(HookPoint.PRE_RECEIVE).getFirst().problem())
        .isEqualTo("lies in hooks, which may be written to by others");
    Files.createDirectory(data.resolve("hooks/pre-biuld.d"));
    assertThat(hooks.foreign()).containsExactly("pre-biuld.d");
  }

  @Test
  void theSamplesLieAtPointsThatThereAreAndAreSoundScripts() throws Exception {
    try (Stream<Path> all = Files.walk(SAMPLES)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        String folder = file.getName(file.getNameCount() - 2).toString();
        assertThat(HookPoint.of(folder.replaceAll("\\.d$", ""))).as(folder).isPresent();
        assertThat(file).isExecutable();
        assertThat(new ProcessBuilder("sh", "-n", file.toString()).start().waitFor()).isZero();
      }
    }
    String note = Files.readString(SAMPLES.resolve("post-destroy.d/50-note"));
    hook(HookPoint.POST_DESTROY, "50-note", note);
    assertThat(run(HookPoint.POST_DESTROY)).isEmpty();
    assertThat(data.resolve("destroyed.log")).content().contains("\"app\":\"shop\"");
  }
}
