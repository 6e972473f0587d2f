package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an app's own files ask for, beside how it is built. */
@Tag("house")
@Timeout(120)
class AppFilesTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house = HOUSES.of(EngineKind.PROCESS);
  private final Desk desk = house.desk();

  @HouseTest
  void anAppIsGivenOnceWhatItsAppJsonAsksFor() throws Exception {
    Project project =
        Apps.node(desk, "asking")
            .write("Procfile", "worker: sleep 1000\n")
            .write(
                "app.json",
                """
                {
                  "env": {
                    "GREETING": {"value": "hello"},
                    "SECRET": {"generator": "secret"},
                    "MAIL_URL": {"required": true}
                  },
                  "formation": {"worker": {"quantity": 1}},
                  "scripts": {"postdeploy": "echo seeding"}
                }
                """)
            .commit("First");
    desk.paas("create", "asking").ok();
    project
        .push()
        .exits(1)
        .says(
            "MAIL_URL   (app.json: you must set it)",
            "(app.json requires MAIL_URL, which the config does not have)",
            "ssh paas config:set asking MAIL_URL=...");
    desk.paas("config:keys", "asking").ok().saysNot("SECRET");
    desk.paas("config:set", "asking", "MAIL_URL=smtp://x").ok();
    project
        .push()
        .ok()
        .says(
            "-----> Config from app.json: GREETING SECRET",
            "-----> Release v1: web=1 worker=1",
            "-----> Running postdeploy: echo seeding");
    assertThat(house.web("asking").get("/").field("greeting")).isEqualTo("hello");
    String secret = desk.paas("config:get", "asking", "SECRET").ok().out().strip();
    assertThat(secret).matches("[0-9a-f]{64}");
    desk.paas("events", "asking").ok().says("set GREETING, SECRET");

    desk.paas("scale", "asking", "worker=0").ok();
    project
        .commit("Second")
        .push()
        .ok()
        .saysNot("Config from app.json", "seeding")
        .says("web=1 worker=0");
    assertThat(desk.paas("config:get", "asking", "SECRET").ok().out().strip()).isEqualTo(secret);
  }

  @HouseTest
  void aPushThatChangesNothingOfAnAppDeploysNothing() throws Exception {
    Project all =
        Apps.node(desk, "fleet")
            .write(
                "paas.yml",
                """
                apps:
                  fleet-admin: {root: admin}
                  fleet: {watch: [server.js, "!*.md"]}
                """)
            .write("admin/package.json", Apps.PACKAGE)
            .write("admin/server.js", Apps.SERVER)
            .commit("First");
    all.git("remote", "add", "admin", "paas:fleet-admin").ok();
    all.push().ok();
    Said admin = all.git("push", "admin", "main").ok();
    admin.says("       folder          admin");
    assertThat(house.web("fleet-admin").get("/").field("release")).isEqualTo("v1");

    all.write("docs/README.md", "words").write("server.js", Apps.SERVER + "// more");
    all.commit("Second");
    Said untouched = all.git("push", "admin", "main").ok();
    untouched.says("Nothing of fleet-admin has changed since v1", "v1 stays live", "main -> main");
    assertThat(Health.branch("admin", all)).isEqualTo(all.head());
    desk.paas("builds:info", "fleet-admin", "2").ok().says("skipped", "exit status:  0");
    all.push().ok().says("Release v2");
    desk.paas("doctor").ok();

    all.write("admin/more.js", "// broken").write("admin/package.json", "{").commit("Third");
    all.git("push", "admin", "main").exits(1).says("package.json");
    assertThat(Health.branch("admin", all)).isNotEqualTo(all.head());
    all.git("push", "-o", "plan", "paas", "main").exits(1).says("only planned");
    all.push().ok().says("Nothing of fleet has changed since v2");
    all.write("admin/package.json", Apps.PACKAGE).commit("Fourth");
    all.git("push", "admin", "main").ok().says("Release v2");
    all.commit("Fifth");
    all.git("push", "-o", "force", "admin", "main").ok().says("Release v3");
  }
}
