package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operator's own programs have a word in a push. */
@Tag("house")
@Timeout(180)
class HookTest {

  private static Path hook(House house, String file, String script) throws IOException {
    Path hook = house.data().resolve("hooks").resolve(file);
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    return hook;
  }

  @Test
  void hooksSeeAPushDecideAboutItAndDieWithTheServer() throws Exception {
    try (House house = House.open(EngineKind.PROCESS)) {
      Desk desk = house.desk();
      Project project = Apps.node(desk, "hooked").commit("First");
      desk.paas("apps:create", "hooked").ok();
      desk.paas("config:set", "hooked", "API_KEY=s3same-0pen-up").ok();
      Path guard = hook(house, "pre-receive.d/1-no", "echo 'come back on Monday'; exit 1");
      Said refused = project.push().exits(1);
      assertThat(refused.err())
          .contains(
              "[remote rejected] main -> main (come back on Monday (hook pre-receive.d/1-no))");
      Files.delete(guard);

      for (String point : List.of("pre-build", "post-build", "pre-release", "pre-switch")) {
        hook(house, point + ".d/5-note", "cat >>../seen; echo \"at $HOOK, s3same-0pen-up\"");
      }
      hook(house, "post-deploy.d/5-note", "cat >>../seen; exit 4");
      Said pushed = project.push().ok();
      assertThat(pushed.remote())
          .containsSubsequence(
              "-----> Hook pre-build.d/5-note",
              "       at pre-build, [config:API_KEY]",
              "       at post-build, [config:API_KEY]",
              "       at pre-release, [config:API_KEY]",
              "       at pre-switch, [config:API_KEY]")
          .anyMatch(line -> line.contains("post-deploy.d/5-note ended with status 4"));
      assertThat(Files.readAllLines(house.data().resolve("hooks/seen")))
          .hasSize(5)
          .allSatisfy(line -> assertThat(line).contains("\"app\":\"hooked\"", project.head()))
          .noneSatisfy(line -> assertThat(line).contains("s3same"))
          .last()
          .satisfies(line -> assertThat(line).contains("\"state\":\"live\",\"release\":\"v1\""));

      hook(house, "pre-switch.d/9-no", "echo 'the smoke test failed'; exit 1");
      project
          .commit("Second")
          .push()
          .exits(1)
          .says("the smoke test failed (hook pre-switch.d/9-no)");
      assertThat(house.web("hooked").get("/").field("release")).isEqualTo("v1");
      desk.paas("hooks").ok().says("pre-switch.d/9-no", "post-destroy");
      desk.paas("hooks:run", "hooked", "pre-switch").exits(1).says("the smoke test failed");
      desk.paas("hooks:run", "hooked", "pre-switch", "--dry").ok().says("\"state\":\"failed\"");
      desk.paas("hooks:run", "pre-swich").exits(2).says("did you mean pre-switch?");

      diesWithTheServer(house, project);
    }
  }

  private static void diesWithTheServer(House house, Project project) throws Exception {
    Path reached = house.data().resolve("hooks/reached");
    String mark = "33" + ProcessHandle.current().pid();
    hook(
        house,
        "pre-build.d/9-waits",
        "trap '' TERM; setsid sleep " + mark + " & touch ../reached; sleep " + mark);
    Process push = project.commit("Third").beginPush();
    await().atMost(House.SOON).until(() -> Files.exists(reached));
    assertThat(sleeping(mark)).isNotEmpty();
    house.kill();
    await().atMost(House.SOON).until(() -> sleeping(mark).isEmpty());
    assertThat(push.onExit()).succeedsWithin(House.SOON);
    house.start();
    Health.await(house);
  }

  private static List<ProcessHandle> sleeping(String mark) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().arguments().map(a -> List.of(a).contains(mark)).orElse(false))
        .toList();
  }
}
