package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The life of an app beside its deploys: names, domains, locks, logs, one-off commands, its end.
 */
@Tag("house")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class AppLifeTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;
  private final Desk desk;

  AppLifeTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
  }

  private Project live(String app) throws IOException {
    Project project = Apps.node(desk, app).commit("First");
    project.push().ok();
    return project;
  }

  /** The lines of the README's card, as they are typed. */
  @HouseTest
  void theCard() throws Exception {
    assertThat(Files.readString(desk.sshConfig()))
        .startsWith("Include " + house.data().resolve("ssh_config"));
    live("shop");
    Said invented = desk.paas("apps:create").ok();
    assertThat(invented.out()).containsPattern("git remote add paas paas:[a-z]+-[a-z0-9-]+");
    desk.paas("config:set", "shop", "GREETING=hi").ok();
    assertThat(house.web("shop").get("/").field("greeting")).isEqualTo("hi");
    Process follower = desk.begin("logs", "shop", "-t");
    try (BufferedReader lines = follower.inputReader()) {
      house.web("shop").post("/say", "a line that is followed");
      await()
          .atMost(House.SOON)
          .until(() -> lines.readLine().endsWith("app[web.1]: a line that is followed"));
    } finally {
      follower.destroy();
      assertThat(follower.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @HouseTest
  void fullUrlsWorkToo() throws Exception {
    Project project = Apps.node(desk, "by-url").commit("First");
    // What OpenSSH finds by itself in the home of an account.
    Path knownHosts = house.data().resolve("known_hosts");
    Path identity = desk.home().resolve(".ssh/id_ed25519");
    project
        .git(
            "config",
            "core.sshCommand",
            "ssh -o UserKnownHostsFile=" + knownHosts + " -o IdentityFile=" + identity)
        .ok();
    String at = "ssh://paas@127.0.0.1:" + house.sshPort();
    project.git("push", at + "/by-url", "main").ok();
    project.git("push", at + "/by-url", "main").ok().says("Everything up-to-date");
    project.git("push", at + "//by-url", "main").exits(128).says("the remote names no app");
    project.git("push", at + "/../by-url", "main").exits(128);
    project.git("push", at + "/by-url/../shop", "main").exits(128);
    project.git("push", at + "/by-url'$(id)", "main").exits(128);
    project.git("push", "paas:By_Url", "main").exits(128).says("a-z, 0-9 and '-'");
    assertThat(house.web("by-url").get("/").field("app")).isEqualTo("by-url");
    Said clone = desk.in(desk.home(), "git", "clone", "-q", "paas:by-url", "cloned").ok();
    assertThat(desk.home().resolve("cloned/server.js")).as("%s", clone).exists();
    desk.in(desk.home(), "git", "clone", "-q", "paas:nobody", "none").exits(128).says("nobody");
  }

  @HouseTest
  void domainsAndAnotherName() throws Exception {
    live("old-name");
    desk.paas("domains:add", "old-name", "www.example.com").ok();
    Web domain = new Web(house.httpPort(), "www.example.com");
    assertThat(domain.get("/").field("app")).isEqualTo("old-name");
    desk.paas("domains:add", "old-name", "not a domain").exits(2);
    desk.paas("domains", "old-name").ok().says("http://www.example.com:" + house.httpPort());
    desk.paas("apps:rename", "old-name", "new-name").ok();
    assertThat(house.web("new-name").get("/").status()).isEqualTo(200);
    assertThat(house.web("old-name").get("/").status()).isEqualTo(404);
    assertThat(domain.get("/").status()).isEqualTo(200);
    desk.paas("domains:remove", "new-name", "www.example.com").ok();
    assertThat(domain.get("/").status()).isEqualTo(404);
    desk.paas("apps:info", "old-name").exits(20).says("old-name");
  }

  @HouseTest
  void lockAndUnlock() throws Exception {
    Project project = live("locked");
    desk.paas("apps:lock", "locked", "sale until Monday").ok();
    String before = project.tracked();
    project.commit("Second").push().exits(1).says("[remote rejected]", "sale until Monday");
    assertThat(project.tracked()).isEqualTo(before);
    desk.paas("ps:restart", "locked").exits(1).says("sale until Monday");
    desk.paas("apps:unlock", "locked").ok();
    project.push().ok();
  }

  @HouseTest
  void destroyLeavesNothing() throws Exception {
    Project project = live("doomed");
    desk.paas("apps:destroy", "doomed").exits(1).says("--confirm doomed");
    desk.paas("apps:destroy", "doomed", "--confirm", "other").exits(1);
    assertThat(house.web("doomed").get("/").status()).isEqualTo(200);
    desk.paas("apps:destroy", "doomed", "--confirm", "doomed").ok();
    assertThat(house.web("doomed").get("/").status()).isEqualTo(404);
    desk.paas("apps:exists", "doomed").exits(20);
    // The same name is a new app, with nothing of the one before it.
    project.push().ok().says("-----> Release v1: web=1");
    desk.paas("destroy", "doomed", "--force").ok();
  }

  @HouseTest
  void oneOffCommands() throws Exception {
    live("tool");
    desk.paas("run", "tool", "'exit 7'").exits(7);
    desk.paas("run", "tool", "'echo $PAAS_APP and $DYNO | tr a-z A-Z'").ok().says("TOOL AND RUN.");
    Said words = desk.paas("run", "tool", "printf", "[%s]", "'two words'", "'$HOME'", "'a;b'");
    assertThat(words.ok().out()).isEqualTo("[two words][$HOME][a;b]");
    assertThat(desk.paasWith("one\ntwo\n", "run", "tool", "wc -l").ok().out().strip())
        .isEqualTo("2");
    assertThat(desk.paas("run", "tool", "'echo oops >&2; exit 1'").exits(1).err()).contains("oops");
    desk.paas("run", "tool", "-e", "COLOUR=blue", "'echo $COLOUR'").ok().says("blue");
    desk.paas("run", "--app", "nobody", "true").exits(20);
  }

  @HouseTest
  void logsByProcessNumberAndRelease() throws Exception {
    Project project = live("talker");
    house.web("talker").post("/say", "said by the first");
    project.commit("Second").push().ok();
    house.web("talker").post("/say", "said by the second");
    await()
        .atMost(House.SOON)
        .until(() -> desk.paas("logs", "talker").out().contains("said by the second"));
    desk.paas("logs", "talker").ok().says("said by the first", "paas[router]: at=info");
    desk.paas("logs", "talker", "-p", "web")
        .ok()
        .says("app[web.1]: said by the first")
        .saysNot("paas[router]");
    desk.paas("logs", "talker", "-p", "web.1", "--release", "v2")
        .ok()
        .says("said by the second")
        .saysNot("said by the first");
    Said last = desk.paas("logs", "talker", "-p", "web", "-n", "1").ok();
    assertThat(last.out().lines()).hasSize(1);
    assertThat(last.out()).matches("\\d{4}-\\d\\d-\\d\\dT\\S{14,16}Z app\\[web.1]: .*\n");
  }

  @HouseTest
  void everythingThatShowsSomethingShowsItAsJson() throws Exception {
    live("json");
    desk.paas("config:set", "json", "A=1", "--no-restart").ok();
    List<String> verbs =
        List.of(
            "apps",
            "info json",
            "config json",
            "ps json",
            "releases json",
            "releases:info json",
            "builds json",
            "builds:info json 1",
            "domains json",
            "keys",
            "events",
            "version",
            "logs json");
    for (String verb : verbs) {
      Said said = desk.paas(verb, "--format", "json").ok();
      assertThat(said.out().strip()).as("%s", said).matches("(?s)[{\\[].*[}\\]]").contains("\"");
    }
    // Whether all is well at this moment is for the tests that have a house of their own.
    assertThat(desk.paas("doctor", "--format", "json").out()).contains("\"findings\"");
    desk.paas("help").ok().says("ssh paas VERB [APP]");
    desk.paas("ps:scale", "--help").ok().says("ssh paas ps:scale shop");
    desk.paas("sacle").exits(2).says("Did you mean scale?");
    desk.paas("events", "json").ok().says("ada@desk", "json");
  }
}
