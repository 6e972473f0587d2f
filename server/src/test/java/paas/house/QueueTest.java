package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that go away, and clients that come at the same time. */
@Tag("house")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class QueueTest {
  /** Listens a while after its start, so that a deploy is under way long enough to look at. */
  private static final String SLOW =
      """
      const fs = require('fs');
      const http = require('http');
      setTimeout(() => http.createServer((q, r) => r.end(process.env.PAAS_RELEASE))
        .listen(process.env.PORT), 3000);
      """;

  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;
  private final Desk desk;

  QueueTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
  }

  /** Reads what git shows until the server says that the app's process starts. */
  private static void untilItStarts(Process push) throws IOException {
    BufferedReader lines = push.errorReader();
    String line = lines.readLine();
    while (line != null && !line.contains("-----> Starting web.1")) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull();
  }

  @HouseTest
  void aDeployGoesOnWithoutItsClientAndCanBeAttachedTo() throws Exception {
    Project project = Apps.node(desk, "left-alone").write("server.js", SLOW).commit("First");
    Process push = project.beginPush();
    untilItStarts(push);
    push.descendants().forEach(ProcessHandle::destroyForcibly);
    push.destroyForcibly();
    Said attached = desk.paas("builds:output", "left-alone", "current").ok();
    assertThat(attached.out())
        .contains("-----> Starting web.1", "=====> Application deployed: ", "v1");
    assertThat(house.web("left-alone").get("/").body()).isEqualTo("v1");
  }

  @HouseTest
  void aSecondPushWaitsAndSaysItsPosition() throws Exception {
    Project project = Apps.node(desk, "in-line").write("server.js", SLOW).commit("First");
    Process first = project.beginPush();
    untilItStarts(first);
    Said second = project.commit("Second").push().ok();
    assertThat(second.remote().getFirst())
        .as("%s", second)
        .isEqualTo("-----> Waiting for the deploy before this one; position 1");
    assertThat(Shell.end(first, "", "git push").exit()).isZero();
    assertThat(house.web("in-line").get("/").body()).isEqualTo("v2");
    await()
        .atMost(House.SOON)
        .untilAsserted(() ->
            assertThat(desk.paas("builds", "in-line").out().lines())
                .filteredOn(line -> line.contains("live"))
                .hasSize(2));
  }
}
