package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked of requests before an app sees them; the proxy does not know the engine. */
@Tag("house")
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(value = EngineKind.class, names = "PROCESS")
class ProxyRulesTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;
  private final Desk desk;

  ProxyRulesTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
  }

  private Web live(String app) throws IOException {
    Apps.node(desk, app).commit("First").push().ok();
    return house.web(app);
  }

  @HouseTest
  void aPauseHoldsRequestsThroughADeployAndFailsNone() throws Exception {
    live("held");
    try (Traffic _ = Traffic.on(house, "held")) {
      desk.paas("proxy:pause", "held").ok().says("held is paused");
      await().atMost(House.SOON).until(() -> report("held").contains("\"held\" : 2"));
      desk.paas("config:set", "held", "GREETING=hi").ok();
      assertThat(report("held")).contains("\"state\" : \"paused\"");
      desk.paas("proxy:resume", "held").ok().says("held is serving");
    }
    assertThat(house.web("held").get("/").field("greeting")).isEqualTo("hi");
    desk.paas("proxy:stats", "held").ok().says("held since").says("2xx=");
    String once = desk.paas("proxy:top", "held", "--every", "1s", "--format", "json").ok().out();
    assertThat(once).contains("\"connections\" : ");
    desk.paas("proxy:top", "--every", "1day").exits(2).says("--every cannot be '1day'");
    try (Traffic _ = Traffic.on(house, "held");
        Screen screen = new Screen(desk.atTerminal("proxy:top", "--every", "200ms"))) {
      screen.shows("held +[0-9.]+ +0 .*\\n(?s).*held +[0-9.]+").type("\u0003");
      assertThat(screen.exit()).isEqualTo(130);
    }
  }

  private String report(String app) throws IOException {
    return desk.paas("proxy:report", app, "--format", "json").ok().out();
  }

  @HouseTest
  void anAppMaySpeakHttp2Alone() throws Exception {
    desk.paas("apps:create", "talks").ok();
    desk.paas("proxy:set", "talks", "protocol=spdy").exits(2).says("it takes h2c");
    desk.paas("proxy:set", "talks", "protocol=h2c").ok().says("h2c");
    String server =
        "const server = require('http2').createServer((request, response) => {"
            + " response.end(request.httpVersion); });\nserver.listen(process.env.PORT);\n";
    Project project = Apps.node(desk, "talks").write("server.js", server).commit("First");
    project.push().ok().says("it speaks HTTP/2");
    assertThat(house.web("talks").get("/").body()).isEqualTo("2.0");
    desk.paas("checks:run", "talks").ok().says("HTTP/2");
  }

  @HouseTest
  void maintenanceLoginsAndSettings() throws Exception {
    Web web = live("ruled");
    desk.paas("maintenance:on", "ruled").ok().says("ruled is under maintenance");
    assertThat(web.get("/").status()).isEqualTo(503);
    assertThat(web.get("/").body()).contains("H80");
    desk.paas("maintenance", "ruled").ok().says("maintenance is on");
    desk.paasWith("<h1>Back at six</h1>{request}", "error-page:set", "ruled", "maintenance").ok();
    Said browser =
        Shell.run(
            "curl",
            "-sS",
            "--noproxy",
            "*",
            "-HAccept: text/html",
            "-HHost: " + web.host(),
            "http://127.0.0.1:" + web.port() + "/");
    assertThat(browser.out()).startsWith("<h1>Back at six</h1>");
    desk.paasWith("", "error-page:set", "ruled", "error").exits(2).says("nothing came");
    desk.paasWith("x", "error-page:set", "ruled", "404")
        .exits(2)
        .says("there are maintenance, error");
    desk.paas("error-page:remove", "ruled", "maintenance").ok();
    desk.paas("error-page", "ruled").ok().says("the proxy's own");
    desk.paas("maintenance:off", "ruled").ok();
    desk.paas("http-auth:add", "ruled", "ann").ok().says("password: ");
    assertThat(web.get("/").status()).isEqualTo(401);
    desk.paasWith("short\n", "http-auth:add", "ruled", "bob", "--password-stdin").exits(2);
    desk.paas("http-auth:add", "ruled", "a:b").exits(2).says("a user's name");
    desk.paas("http-auth:remove", "ruled", "bob").exits(1).says("no user bob");
    desk.paas("http-auth:remove", "ruled", "ann").ok().says("asks nobody");
    desk.paas("proxy:set", "ruled", "canonical=www.example.org").exits(1).says("domains:add");
    desk.paas("domains:add", "ruled", "www.example.org").ok();
    desk.paas("proxy:set", "ruled", "canonical=www.example.org", "max-body=1KB").ok();
    assertThat(web.get("/").status()).isEqualTo(308);
    Web www = new Web(house.httpPort(), "www.example.org");
    assertThat(www.post("/count", "x".repeat(2000)).status()).isEqualTo(413);
    desk.paas("proxy:set", "ruled", "allow=192.0.2.0/24").ok().says("192.0.2.0/24");
    assertThat(www.get("/").status()).isEqualTo(403);
    desk.paas("proxy:set", "ruled", "allow=", "canonical=").ok();
    assertThat(web.get("/").status()).isEqualTo(200);
    desk.paas("proxy:set", "ruled", "idle=soon").exits(2).says("a time such as 30 s");
    desk.paas("proxy:set", "ruled", "idel=5s").exits(2).says("first-byte, idle");
    desk.paas("proxy:set", "ruled", "idle").exits(2).says("KEY=VALUE");
  }
}
