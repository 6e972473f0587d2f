package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Processes that are killed by hand, and their folders removed, behind the process engine's back.
 */
@Tag("house")
@Timeout(240)
class MeddledProcessTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house = HOUSES.of(EngineKind.PROCESS);

  @Test
  void whatWasKilledOrRemovedByHandRunsAgainAndNoRouteLeadsElsewhere() throws Exception {
    Apps.node(house.desk(), "struck").commit("First").push().ok();
    Apps.node(house.desk(), "beside").commit("First").push().ok();
    house.desk().paas("ps:scale", "struck", "web=2").ok();
    try (Traffic _ = Traffic.on(house, "beside");
        Traffic _ = Traffic.tolerant(house, "struck")) {
      kill(number("stat"));
      awaitWell("after its end");
      kill(number("runner"));
      awaitWell("without its runner");
      kill(number("stat"));
      Shell.run("rm", "-rf", folder().toString()).ok();
      awaitWell("after its end without a folder");
      Shell.run("rm", "-rf", folder().toString()).ok();
      awaitWell("without its folder");
    }
    String app = app() + "-";
    assertThat(house.instances()).filteredOn(name -> name.startsWith(app)).hasSize(2);
    house.desk().paas("apps:destroy", "struck", "--force").ok();
    house.desk().paas("apps:destroy", "beside", "--force").ok();
  }

  private void awaitWell(String when) {
    await()
        .alias("all is well " + when)
        .atMost(House.SOON)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(() -> {
          Said ps = house.desk().paas("ps", "struck").ok();
          assertThat(ps.out().lines().filter(line -> line.contains(" up ")))
              .as("%s", ps)
              .hasSize(2);
          assertThat(Files.isDirectory(folder())).isTrue();
          for (int i = 0; i < 6; i++) {
            assertThat(house.web("struck").get("/").field("app")).isEqualTo("struck");
          }
        });
  }

  private static void kill(String pid) {
    Shell.run("kill", "-KILL", pid).ok();
  }

  /** The app's id, out of the folder of a process that says so. */
  private String app() {
    return folder().getFileName().toString().split("-", 2)[0];
  }

  /** Of web.1, once it answers. */
  private Path folder() {
    return await().atMost(House.SOON).until(this::find, Optional::isPresent).orElseThrow();
  }

  private Optional<Path> find() throws IOException {
    Web.Answer answer = house.web("struck").get("/");
    if (answer.status() != 200 || !answer.field("dyno").equals("web.1")) {
      return Optional.empty();
    }
    String pid = answer.field("pid");
    try (Stream<Path> folders = Files.list(house.data().resolve("run"))) {
      return folders.filter(folder -> number(folder, "stat").equals(pid)).findFirst();
    }
  }

  private String number(String file) {
    return number(folder(), file);
  }

  private static String number(Path folder, String file) {
    try {
      return Files.readString(folder.resolve(file)).split(" ", 2)[0].strip();
    } catch (IOException e) {
      return "";
    }
  }
}
