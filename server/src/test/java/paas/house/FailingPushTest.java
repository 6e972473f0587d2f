package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is wrong with an app is said with what to do next, by the push itself; the release before it
 * keeps serving, and the same push can be repeated.
 */
@Tag("house")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class FailingPushTest {
  private static final String ALL = "'0.0.0.0'";
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;

  FailingPushTest(EngineKind engine) {
    house = HOUSES.of(engine);
  }

  private boolean docker() {
    return house.engine() == EngineKind.DOCKER;
  }

  /** An app that is live as v1. */
  private Project live(String app) throws IOException {
    Project project = Apps.node(house.desk(), app).commit("First");
    project.push().ok();
    return project;
  }

  /** Pushes what must fail, twice, and looks at everything that must not have changed. */
  private Said fails(Project project, String why, String... alsoSaid) throws IOException {
    project.commit("Break it");
    String before = project.tracked();
    Said push = refused(project, why).says(alsoSaid);
    assertThat(project.tracked()).as("%s", push).isEqualTo(before);
    Web.Answer answer = house.web(project.app()).get("/");
    assertThat(answer.field("release")).isEqualTo("v1");
    if (!docker()) { // no part of the engine
      refused(project, why);
      Said builds = house.desk().paas("builds", project.app()).ok();
      assertThat(builds.out().lines().filter(line -> line.contains("failed"))).hasSize(2);
    }
    house.desk().paas("builds:output", project.app(), "2").exits(1).says(why);
    return push;
  }

  private static Said refused(Project project, String why) {
    Said push = project.push().exits(1).says("! [remote rejected] main -> main (", why);
    List<String> remote = push.remote();
    assertThat(remote).as("%s", push).anyMatch(l -> l.startsWith(" !     ") && l.contains(why));
    assertThat(remote).as("%s", push).anyMatch(l -> l.matches(" ! {5}Deploy \\d+ failed\\. .*"));
    return push;
  }

  private static Project server(Project project, String code) throws IOException {
    return project.write("server.js", "const http = require('http');\n" + code);
  }

  private static String listening(String port, String address) {
    return "http.createServer((q, r) => r.end('x')).listen(" + port + ", " + address + ");";
  }

  @HouseTest
  void aBuildThatFails() throws Exception {
    Project project = live("f-build");
    project.write(
        "package.json",
        "{\"scripts\": {\"start\": \"node server.js\", \"build\": \"node build.js\"}}");
    project.write(
        "build.js",
        """
        for (let i = 1; i <= 60; i++) console.log('line ' + i);
        for (let i = 1; i <= 100; i++) process.stdout.write('\\r' + i + ' %');
        console.log('\\n\\x1b[31malmost\\x1b[0m');
        process.exitCode = 7;
        """);
    Said push = fails(project, "'npm run build' failed with exit code 7", "Its last lines:");
    List<String> again = push.remote();
    again = again.subList(again.indexOf("       Its last lines:") + 1, again.size());
    assertThat(again.subList(0, 30))
        .contains("         line 60", "         100 %", "         almost")
        .doesNotContain("         line 20");
    assertThat(push.remote())
        .contains("         line 1")
        .anyMatch(line -> line.startsWith("       npm run build ") && line.contains(" failed "));
  }

  @HouseTest
  void aBuildWithoutItsTool() throws Exception {
    Project project = live("f-tool");
    project.write(
        "package.json",
        "{\"scripts\": {\"start\": \"node server.js\", \"build\": \"no-such-tool -p .\"}}");
    fails(project, "exit code 127: the command no-such-tool was not found");
  }

  @HouseTest
  void aProcessThatExits() throws Exception {
    Project project = live("f-exits");
    server(project, "console.log('no database'); process.exit(3);");
    fails(
        project, "web.1 exited with code 3", "Its last lines:", "no database", "v1 keeps serving");
  }

  @HouseTest
  void aProcessThatUsesTooMuchMemory() throws Exception {
    Project project = live("f-memory");
    server(project, "const all = []; for (;;) all.push(Buffer.alloc(64 << 20, 1));");
    fails(project, "web.1 was killed: it used more than its memory limit of 512 MB");
  }

  @HouseTest
  void aProcessThatNeverListens() throws Exception {
    Project project = live("f-deaf");
    server(project, "console.log('thinking'); setInterval(() => {}, 1000);");
    fails(project, "R10: web.1 did not listen on $PORT", "within 10 s", "thinking");
  }

  @HouseTest
  void loopbackIsFineForAProcessAndNotInAContainer() throws Exception {
    Project project = live("f-loopback");
    server(project, listening("process.env.PORT", "'127.0.0.1'"));
    if (docker()) {
      fails(
          project,
          "web.1 listens on 127.0.0.1:5000, but must listen on 0.0.0.0:$PORT (5000 here)",
          "Node: server.listen(process.env.PORT, '0.0.0.0')");
    } else {
      project.commit("Listen on loopback").push().ok();
      assertThat(house.web("f-loopback").get("/").body()).isEqualTo("x");
    }
  }

  @HouseTest
  void anotherPortIsRoutedWithAWarning() throws Exception {
    Project project = live("f-port");
    server(project, listening(docker() ? "3000" : "34567", ALL));
    Said push = project.commit("Use a port of its own").push();
    push.ok().says("web.1 listens on port ", ", not on $PORT (", "); routed there");
    assertThat(house.web("f-port").get("/").body()).isEqualTo("x");
  }

  @HouseTest
  void aStartCommandThatIsNotThere() throws Exception {
    Project project = live("f-command");
    project.write("Procfile", "web: gunicorm app:app\n");
    fails(
        project, "web.1: its start command was not found", "It was started with: gunicorm app:app");
  }

  @HouseTest
  void errorsAtTheHealthPath() throws Exception {
    Project project = live("f-health");
    project.write(
        "app.json",
        "{\"healthchecks\": {\"web\": [{\"type\": \"startup\", \"path\": \"/healthz\"}]}}");
    server(
        project,
        "http.createServer((q, r) => { r.statusCode = q.url === '/healthz' ? 503 : 200; r.end(); })"
            + ".listen(process.env.PORT);");
    fails(project, "web.1 is not healthy: GET /healthz answers 503");
  }

  @HouseTest
  void nothingThatIsRecognised() throws Exception {
    Project project = live("f-nothing");
    project.remove("package.json").remove("server.js").write("README.md", "hello\n");
    fails(project, "no language was recognised", "package.json", "requirements.txt", "Dockerfile");
  }

  @HouseTest
  void aBrokenPackageJson() throws Exception {
    Project project = live("f-json");
    project.write("package.json", "{\n  \"name\": \"x\",\n  \"scripts\": {,}\n}\n");
    fails(project, "package.json line 3 ");
  }

  @HouseTest
  void aProcfileThatNamesATypeTwice() throws Exception {
    Project project = live("f-twice");
    project.write("Procfile", "web: node server.js\nweb: node other.js\n");
    fails(project, "Procfile line 2 ");
  }

  @HouseTest
  void aProcfileWithAMergeMarker() throws Exception {
    Project project = live("f-merge");
    project.write("Procfile", "<<<<<<< HEAD\nweb: node server.js\n=======\nweb: a\n>>>>>>> b\n");
    fails(project, "Procfile line 1 ");
  }

  @HouseTest
  void aDockerfileNeedsDocker() throws Exception {
    Assumptions.assumeFalse(docker(), "there it is built");
    Project project = live("f-dockerfile");
    project.write("Dockerfile", "FROM node:22-bookworm-slim\nCMD node server.js\n");
    fails(project, "Dockerfile needs Docker");
  }
}
