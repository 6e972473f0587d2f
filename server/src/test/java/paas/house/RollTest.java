package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that renews an app's processes does it under traffic, and no request notices. */
@Tag("house")
@Timeout(180)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class RollTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;
  private final Desk desk;

  RollTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
  }

  private Web.Answer answer(String app) throws IOException {
    return house.web(app).get("/");
  }

  @HouseTest
  void noRequestFailsOverDeploysConfigScaleAndRestart() throws Exception {
    Project project = Apps.node(desk, "busy").commit("First");
    project.push().ok();
    try (Traffic traffic = Traffic.on(house, "busy")) {
      project.commit("Second").push().ok();
      desk.paas("config:set", "busy", "GREETING=hi")
          .ok()
          .says("-----> Config changed: GREETING", "-----> Switched to v3. v2 ");
      desk.paas("ps:scale", "busy", "web=2")
          .ok()
          .says("-----> Scaling busy to web=2", "-----> Starting web.1 web.2");
      desk.paas("ps:restart", "busy", "web.1").ok().says("=====> Application restarted: ");
      project.commit("Third").push().ok();
      assertThat(traffic.releases()).contains("v1", "v2", "v3", "v4");
    }
    assertThat(answer("busy").field("release")).isEqualTo("v5");
    assertThat(answer("busy").field("greeting")).isEqualTo("hi");
  }

  @HouseTest
  void configComesWithTheNextReleaseWhenNothingIsRestarted() throws Exception {
    Project project = Apps.node(desk, "quiet").commit("First");
    desk.paas("apps:create", "quiet").ok();
    desk.paas("config:set", "quiet", "GREETING=first").ok();
    project.push().ok();
    assertThat(answer("quiet").field("greeting")).isEqualTo("first");
    desk.paas("config:set", "quiet", "--no-restart", "GREETING=second").ok().saysNot("Starting");
    assertThat(answer("quiet").field("greeting")).isEqualTo("first");
    desk.paas("config:get", "quiet", "GREETING").ok().says("second");
    project.commit("Next").push().ok();
    assertThat(answer("quiet").field("greeting")).isEqualTo("second");
    desk.paas("config:unset", "quiet", "GREETING").ok().says("-----> Starting web.1");
    assertThat(answer("quiet").field("greeting")).isEmpty();
    desk.paas("config:get", "quiet", "GREETING").exits(1);
    desk.paas("config:set", "quiet").exits(2).says("KEY=VALUE");
    desk.paasWith("A=1\nB='two words'\n", "config:import", "quiet", "--no-restart").ok();
    desk.paas("config:export", "quiet", "--format", "json").ok().says("\"B\" : \"two words\"");
  }

  @HouseTest
  void rollbackBringsBackCodeConfigAndFormationWithoutABuild() throws Exception {
    Project project = Apps.node(desk, "back").commit("First");
    project.push().ok();
    desk.paas("config:set", "back", "GREETING=new").ok();
    desk.paas("ps:scale", "back", "web=2").ok();
    desk.paas("rollback", "back", "v1")
        .ok()
        .says("-----> Release v4: web=1", "=====> Application rolled back: ")
        .saysNot("Building");
    assertThat(answer("back").field("release")).isEqualTo("v4");
    assertThat(answer("back").field("greeting")).isEmpty();
    desk.paas("releases", "back").ok().says("Rollback to v1", "v4       live");
    desk.paas("releases:info", "back", "v4", "--format", "json").ok().says("\"v4\"");
    desk.paas("rollback", "back", "v99").exits(1);
    desk.paas("builds:cache", "info", "back").ok().says("back keeps");
    desk.paas("builds:cache", "clear", "back").ok().says("Dropped");
    desk.paas("builds:cache", "back", "wipe").exits(2).says("info or clear");
    String first = desk.paas("releases:sbom", "back", "v1").ok().says("CycloneDX").out();
    assertThat(desk.paas("releases:sbom", "back").ok().out())
        .as("of the same build")
        .isEqualTo(first);
  }

  @HouseTest
  void scaleToNothingAndBack() throws Exception {
    Project project = Apps.node(desk, "sized");
    project.write("Procfile", "web: node server.js\nclock: while :; do echo tick; sleep 1; done\n");
    project
        .commit("First")
        .push()
        .ok()
        .says("clock=0   start it with: ssh paas ps:scale sized clock=1");
    desk.paas("ps:scale", "sized", "web=0", "clock=1")
        .ok()
        .says("clock.1 healthy after ", "(no web process, so no URL)");
    assertThat(house.web("sized").get("/").status()).isEqualTo(503);
    desk.paas("ps", "sized").ok().says("clock.1").saysNot("web.1 ");
    desk.paas("ps:scale", "sized", "web=1", "clock-1").ok();
    assertThat(answer("sized").field("app")).isEqualTo("sized");
    desk.paas("ps:scale", "sized", "web=many").exits(2).says("web=2");
    desk.paas("ps:scale", "sized", "mail=1").exits(2).says("it has: ");
  }

  @HouseTest
  void stopAndStart() throws Exception {
    Project project = Apps.node(desk, "resting").commit("First");
    project.push().ok();
    desk.paas("ps:stop", "resting").ok().says("=====> Stopped resting");
    assertThat(house.web("resting").get("/").status()).isEqualTo(503);
    desk.paas("ps:stop", "resting").ok();
    desk.paas("ps:start", "resting").ok().says("=====> Application started: ");
    assertThat(answer("resting").field("release")).isEqualTo("v1");
    desk.paas("ps:start", "resting").exits(1);
  }

  @HouseTest
  void anAppWithoutWebSucceedsWithoutUrl() throws Exception {
    Project project = desk.project("worker");
    project.write("Procfile", "worker: while :; do echo at work; sleep 1; done\n").commit("First");
    project
        .push()
        .ok()
        .says("=====> Application deployed: v1 (no web process, so no URL)", "worker=0   start it");
    desk.paas("ps:scale", "worker", "worker=1").ok().says("worker.1 healthy after ");
    desk.paas("logs", "worker", "-n", "5").ok().says("app[worker.1]: at work");
  }
}
