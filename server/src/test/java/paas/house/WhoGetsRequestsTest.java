package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which process, and which app, gets a request; the proxy does not know the engine. */
@Tag("house")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhoGetsRequestsTest {
  private final House house;
  private final Desk desk;

  WhoGetsRequestsTest() throws IOException {
    house = House.open(EngineKind.PROCESS);
    desk = house.desk();
  }

  @AfterAll
  void close() throws IOException {
    house.close();
  }

  /** Web processes whose names stand in a file have a bad health. */
  private static final String HEALTH =
      """
      const http = require('http');
      const fs = require('fs');
      const dyno = process.env.DYNO;
      http.createServer((request, response) => {
        const sick = fs.existsSync(process.env.SICK + '/' + dyno);
        response.statusCode = request.url === '/health' && sick ? 503 : 200;
        response.end(dyno);
      }).listen(process.env.PORT);
      process.on('SIGTERM', () => process.exit(0));
      """;

  @Test
  void checksKeepRequestsFromProcessesThatAreNotWell(@TempDir Path sick) throws Exception {
    Files.setPosixFilePermissions(sick, PosixFilePermissions.fromString("rwxr-xr-x"));
    Project app = Apps.node(desk, "checked").write("server.js", HEALTH);
    desk.paas("apps:create", "checked").ok();
    desk.paas("config:set", "checked", "SICK=" + sick).ok();
    desk.paas("checks:set", "checked", "path=health").exits(2).says("a path such as /health");
    desk.paas("checks:set", "checked", "paht=/health").exits(2).says("path, timeout");
    desk.paas("checks:set", "checked", "path=/health", "interval=1s", "attempts=2", "wait=50ms")
        .ok()
        .says("checked is asked for GET /health");
    Files.createFile(sick.resolve("web.1"));
    app.commit("Sick")
        .push()
        .exits(1)
        .says("web.1 is not healthy: GET /health answers 503 2 times");
    desk.paas("checks:disable", "checked").ok().says("checked is not asked");
    app.commit("Unasked").push().ok();
    desk.paas("checks:enable", "checked").ok();
    Files.delete(sick.resolve("web.1"));
    desk.paas("ps:scale", "checked", "web=2").ok();
    Web web = house.web("checked");
    await().atMost(House.SOON).until(() -> bodies(web).equals(Set.of("web.1", "web.2")));
    Files.createFile(sick.resolve("web.2"));
    desk.paas("checks:run", "checked").exits(1).says("not well");
    await().atMost(House.SOON).until(() -> bodies(web).equals(Set.of("web.1")));
    assertThat(desk.paas("logs", "checked", "-p", "router").ok().out())
        .contains("web.2 is passed over: GET /health -> 503");
    Files.delete(sick.resolve("web.2"));
    await().atMost(House.SOON).until(() -> bodies(web).equals(Set.of("web.1", "web.2")));
    desk.paas("checks:run", "checked").ok().says("well");
  }

  private static Set<String> bodies(Web web) throws IOException {
    Set<String> bodies = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      bodies.add(web.get("/").body());
    }
    return bodies;
  }

  @Test
  void anAppThatSleepsIsWokenByItsFirstRequestWithItsMemory() throws Exception {
    Project app = Apps.node(desk, "sleepy");
    app.commit("First").push().ok();
    Web web = house.web("sleepy");
    assertThat(web.post("/", "remember").field("count")).isEqualTo("1");
    desk.paas("ps:sleep", "sleepy", "soon").exits(2).says("30m");
    desk.paas("ps:sleep", "sleepy", "2s").ok().says("it sleeps after 2s");
    await().atMost(House.SOON).until(() -> ps().contains("asleep"));
    desk.paas("doctor").ok();
    assertThat(web.post("/", "remember").field("count")).isEqualTo("2");
    assertThat(ps()).contains(" up ");
    desk.paas("ps:sleep", "sleepy", "now").ok().says("sleeps since");
    house.kill();
    house.start();
    assertThat(house.web("sleepy").post("/", "remember").field("count")).isEqualTo("3");
    desk.paas("ps:sleep", "sleepy", "now").ok();
    desk.paas("config:set", "sleepy", "GREETING=hi").ok();
    assertThat(house.web("sleepy").get("/").field("greeting")).isEqualTo("hi");
    desk.paas("ps:sleep", "sleepy", "now").ok();
    desk.paas("ps:stop", "sleepy").ok();
    desk.paas("ps:sleep", "sleepy", "now").exits(1).says("cannot sleep now");
    desk.paas("ps:start", "sleepy").ok();
    assertThat(ps()).contains(" up ");
    desk.paas("ps:sleep", "sleepy", "off").ok().says("never by itself");
  }

  private String ps() throws IOException {
    return desk.paas("ps", "sleepy").ok().out();
  }

  @Test
  void aCanaryGetsAShareOfVisitorsUntilItIsPromotedOrAborted() throws Exception {
    Project app = Apps.node(desk, "bird");
    app.commit("First")
        .git("push", "-o", "canary=10", "paas", "main")
        .exits(1)
        .says("needs a release that is live");
    app.push().ok();
    app.write("two.txt", "2").commit("Second");
    app.git("push", "-o", "canary=ten", "paas", "main").exits(1).says("not a share of visitors");
    app.git("push", "-o", "canary=100", "paas", "main")
        .ok()
        .says("Canary v2 is out, for 100 % of new visitors");
    assertThat(house.web("bird").get("/").field("release")).isEqualTo("v2");
    desk.paas("canary", "bird").ok().says("100 % of new visitors of bird get v2", "up");
    desk.paas("canary:set", "bird", "0").ok().says("0 % of new visitors");
    assertThat(house.web("bird").get("/").field("release")).isEqualTo("v1");
    desk.paas("ps:scale", "bird", "web=2").exits(1).says("a canary of bird is out");
    desk.paas("config:set", "bird", "GREETING=hi").exits(1).says("canary:abort bird");
    house.kill();
    house.start();
    desk.paas("canary:set", "bird", "100").ok();
    assertThat(house.web("bird").get("/").field("release")).isEqualTo("v2");
    desk.paas("doctor").ok();
    desk.paas("canary:abort", "bird").ok().says("all visitors of bird get v1");
    assertThat(house.web("bird").get("/").field("release")).isEqualTo("v1");
    app.git("push", "-o", "canary=100", "paas", "main").ok().says("Canary v3 is out");
    app.write("three.txt", "3").commit("Third").push().exits(1).says("a canary of bird is out");
    final String out = Health.identity(house, "bird");
    try (Traffic traffic = Traffic.on(house, "bird")) {
      desk.paas("canary:promote", "bird")
          .ok()
          .says("Taking over web.1 of v3", "Application promoted", "v3")
          .saysNot("Starting");
      assertThat(traffic).isNotNull();
    }
    assertThat(Health.identity(house, "bird")).as("the canary's process goes on").isEqualTo(out);
    desk.paas("canary", "bird").ok().says("all visitors of bird get v3");
    desk.paas("apps:create", "front").ok();
    desk.paas("routes:add", "front", "api", "bird").exits(2).says("/api");
    desk.paas("routes:add", "front", "/api", "front").exits(2).says("own already");
    desk.paas("routes:add", "front", "/api", "bird", "--strip").ok().says("bird");
    assertThat(house.web("front").get("/api/x").field("app")).isEqualTo("bird");
    assertThat(house.web("front").get("/").status()).isEqualTo(503);
    desk.paas("routes:remove", "front", "/api").ok().says("all paths of front are its own");
    app.push().ok();
    assertThat(house.web("bird").get("/").field("release")).isEqualTo("v4");
  }
}
