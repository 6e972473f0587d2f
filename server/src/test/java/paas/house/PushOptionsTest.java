package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a push says of itself, and what is said of how an app is built. */
@Tag("house")
@Timeout(120)
class PushOptionsTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final Desk desk = HOUSES.of(EngineKind.PROCESS).desk();

  private static Said push(Project project, String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "push";
    System.arraycopy(options, 0, words, 1, options.length);
    words[words.length - 2] = "paas";
    words[words.length - 1] = "main";
    return project.git(words);
  }

  @HouseTest
  void aPlanIsShownAndNothingIsDone() throws Exception {
    Project project = Apps.node(desk, "planned").commit("First");
    Said planned =
        push(project, "-o", "plan")
            .exits(1)
            .says("! [remote rejected] main -> main (only planned, as -o plan asks");
    assertThat(planned.remote())
        .contains(
            "-----> planned: Node.js (package.json)",
            "       web             node server.js   (scripts.start)",
            "       ready when      GET / answers under 500",
            "-----> Dockerfile")
        .anyMatch(line -> line.matches(" {7}node \\d+ +default"))
        .anyMatch(line -> line.startsWith("       FROM node:"));
    desk.paas("info", "planned").exits(20);

    Said named = push(project, "-o", "message=Spring cleaning", "-o", "no-cache").ok();
    assertThat(named.remote()).contains("       ready when      GET / answers under 500");
    desk.paas("releases", "planned").ok().says("Spring cleaning");
    push(project.commit("Second"), "-o", "no-cahce").exits(1).says("did you mean -o no-cache?");
    push(project, "-o", "plan").exits(1);
    assertThat(project.tracked()).isNotEqualTo(project.head());

    desk.paas("buildpacks:plan", "planned").ok().says("planned: Node.js (package.json)", "FROM ");
    desk.paas("buildpacks:plan", "planned", "v1", "--format", "json")
        .ok()
        .says("\"language\" : \"Node.js\"", "\"tool\" : \"node\"");
    assertThat(desk.paas("buildpacks:eject", "planned").ok().out()).startsWith("# Node.js");
    desk.paas("buildpacks:plan", "planned", "nowhere").exits(1).says("no commit 'nowhere' here");
  }

  @HouseTest
  void aBuilderIsSetInTheConfigAndCountsFromTheNextPush() throws Exception {
    Project project = Apps.node(desk, "pinned").write("index.html", "<h1>hi</h1>").commit("First");
    project.push().ok();
    desk.paas("buildpacks:set", "pinned", "nod").exits(2).says("did you mean node?");
    desk.paas("builder:set", "pinned", "static").ok();
    desk.paas("config:get", "pinned", "PAAS_BUILDER").ok().says("static");
    desk.paas("config:set", "pinned", "PAAS_BUIDLER=x").exits(2).says("did you mean PAAS_BUILDER?");
    desk.paas("builder:report", "pinned").ok().says("static", "Node.js");
    desk.paas("buildpacks:list", "pinned").ok().says("package.json (Node.js)");
    project.commit("Second").push().ok().says("(index.html)");
    desk.paas("buildpacks:add", "pinned", "folder:none").ok();
    assertThat(desk.paas("buildpacks:set", "pinned", "auto").ok().err())
        .contains("pinned has buildpacks, which count before this")
        .contains("ssh paas buildpacks:clear pinned");
    desk.paas("config:get", "pinned", "PAAS_BUILDER").exits(1);
  }
}
