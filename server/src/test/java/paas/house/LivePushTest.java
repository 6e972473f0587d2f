package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The main job: a push puts an app on the air. */
@Tag("house")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class LivePushTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;
  private final Desk desk;

  LivePushTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
  }

  @HouseTest
  void aPushIsOnTheAirAndTheNextOneReplacesIt() throws Exception {
    Project project = Apps.node(desk, "pushed").commit("First");
    Said first = project.push().ok();
    assertThat(first.err()).contains("* [new branch]      main -> main");
    assertThat(first.remote())
        .contains("-----> pushed: Node.js (package.json)", "-----> Release v1: web=1")
        .contains(
            "=====> Application deployed: http://pushed.localhost:" + house.httpPort() + "   v1");
    assertThat(house.web("pushed").get("/").field("release")).isEqualTo("v1");
    assertThat(project.tracked()).isEqualTo(project.head());

    Said second = project.commit("Second").push().ok();
    assertThat(second.remote()).anyMatch(line -> line.startsWith("-----> Switched to v2. v1 "));
    Web.Answer answer = house.web("pushed").get("/");
    assertThat(answer.field("app")).isEqualTo("pushed");
    assertThat(answer.field("release")).isEqualTo("v2");
  }
}
