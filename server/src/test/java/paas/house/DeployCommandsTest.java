package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands of a deploy: what comes before the traffic decides, what comes after it is told. */
@Tag("house")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class DeployCommandsTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;
  private final Desk desk;

  DeployCommandsTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
  }

  @HouseTest
  void theReleaseCommandRunsBeforeTheTrafficAndDecides() throws Exception {
    Project project =
        Apps.node(desk, "migrated")
            .write("Procfile", "release: node migrate.js\n")
            .write("paas.yml", "predeploy: echo first of all\npostdeploy: exit 4\n")
            .write(
                "migrate.js",
                """
                console.error('migrating as', process.env.DYNO, process.env.PAAS_RELEASE);
                console.log('with', process.env.SECRET || 'nothing');
                """)
            .commit("First");
    Said first = project.push().ok();
    List<String> said = first.remote();
    assertThat(said)
        .containsSubsequence(
            "-----> Release v1: web=1",
            "-----> Running predeploy: echo first of all",
            "         first of all",
            "-----> Running release: node migrate.js",
            "-----> Starting web.1",
            "-----> Switched to v1",
            "-----> Running postdeploy: exit 4",
            " !     the postdeploy command exited with code 4")
        .contains("         migrating as release.1 v1", "         with nothing");
    desk.paas("logs", "migrated", "-p", "release.1").ok().says("migrating as release.1 v1");

    desk.paas("scale", "migrated", "release=1").exits(2).says("ssh paas run migrated release");
    desk.paas("config:set", "migrated", "SECRET=swordfish").ok().saysNot("Running");
    project.write("migrate.js", "console.log(process.env.SECRET); process.exit(3);\n");
    Said second = project.commit("Second").push().exits(1);
    assertThat(second.remote())
        .contains(
            "         [config:SECRET]",
            " !     the release command exited with code 3",
            " !     Deploy 3 failed. v2 keeps serving; push again when fixed.")
        .doesNotContain("-----> Starting web.1");
    second.says("! [remote rejected] main -> main (the release command exited with code 3)");
    assertThat(house.web("migrated").get("/").field("release")).isEqualTo("v2");
    desk.paas("builds:info", "migrated", "3").ok().says("failed", "exited with 3 after");
    desk.paas("builds:info", "migrated", "1", "--format", "json")
        .ok()
        .says("\"type\" : \"postdeploy\"", "\"exit\" : 4");
  }
}
