package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An app that prints its config wherever it can, and everything where the config must not be. */
@Tag("house")
@Timeout(240)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class SecretsTest {
  @RegisterExtension static final Houses HOUSES = new Houses();

  /** Prints each value as it is, in pieces, and in the usual encodings. */
  private static final String TELL =
      """
      const config = ['API_KEY', 'DATABASE_URL', 'PEM', 'NODE_ENV'].map(key => [key, process.env[key]]);
      for (const [key, value] of config.filter(([_, value]) => value)) {
        console.log('plain ' + key + '=' + value);
        console.error('error ' + JSON.stringify({[key]: value}));
        console.log('base64 ' + Buffer.from('user:' + value).toString('base64'));
        console.log('url http://x/?k=' + encodeURIComponent(value));
        console.log('hex ' + Buffer.from(value).toString('hex'));
        for (let i = 0; i < value.length; i += 16) console.log(value.slice(i, i + 16));
        const half = Math.floor(value.length / 2);
        process.stdout.write('chunk ' + value.slice(0, half));
        process.stdout.write(value.slice(half) + '\\n');
      }
      """;

  private final EngineKind engine;
  private final String mark =
      Long.toString(ThreadLocalRandom.current().nextLong(1L << 60, 1L << 62), 36);
  private final String apiKey = "sk+" + mark + "/" + mark.toUpperCase(Locale.ROOT);
  private final String database = "postgres://me:p" + mark + "@db.example:5432/shop";
  private final String pem =
      "-----BEGIN PRIVATE KEY-----\nMII" + mark + "\n" + mark + "Ag==\n-----END PRIVATE KEY-----";

  SecretsTest(EngineKind engine) {
    this.engine = engine;
  }

  /** The process list while something goes on; it is looked at until that has ended. */
  private List<String> processesWhile(Process running) {
    List<String> seen = new ArrayList<>();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          seen.add(Shell.run("ps", "-ww", "-eo", "args").ok().out());
          return !running.isAlive();
        });
    return seen;
  }

  @HouseTest
  void aConfigIsNowhereButWhereItBelongs() throws Exception {
    House house = HOUSES.of(engine);
    Desk desk = house.desk();
    Project project =
        Apps.node(desk, "telltale")
            .write("tell.js", TELL)
            .write(
                "package.json",
                Apps.PACKAGE.replace(
                    "{\"start\"", "{\"build\": \"node tell.js && echo built\", \"start\""));
    List<String> everything = new ArrayList<>();
    everything.add(desk.paas("apps:create", "telltale").ok().toString());
    // On standard input, because an argument of a program is for everybody to see.
    everything.add(desk.paasWith(dotenv(), "config:import", "telltale").ok().toString());

    everything.addAll(pushed(project));
    everything.add(desk.paas("builds:output", "telltale", "1").ok().says("built").toString());
    failsAtItsStart(project, everything);
    collect(house, everything);

    assertThat(house.web("telltale").get("/").status()).isEqualTo(200);
    assertHidden(everything);
    if (engine == EngineKind.PROCESS) {
      desk.paas("builds:output", "telltale", "1")
          .says(
              "plain API_KEY=[config:API_KEY]",
              "chunk [config:DATABASE_URL]",
              "NODE_ENV=production");
    }
  }

  private String dotenv() {
    return "API_KEY=\""
        + apiKey
        + "\"\nDATABASE_URL=\""
        + database
        + "\"\nNODE_ENV=production\nPEM=\""
        + pem
        + "\"\n";
  }

  private List<String> pushed(Project project) throws IOException {
    Process push = project.commit("First").beginPush();
    List<String> seen = processesWhile(push);
    Said said = Shell.end(push, "", "git push").ok();
    seen.add(said.toString());
    return seen;
  }

  /** Its last lines are shown in the deploy's log, where they must be hidden. */
  private void failsAtItsStart(Project project, List<String> everything) throws IOException {
    project.write(
        "server.js",
        TELL + "\nconsole.log('no way with ' + process.env.API_KEY); process.exit(1);\n");
    Said said = project.commit("Fails").push().exits(1).says("exited with code 1");
    everything.add(said.says("[config:").toString());
    everything.add(
        project.desk().paas("builds:output", "telltale", "2").says("[config:").toString());
  }

  /** All that the platform shows and keeps, but for the app's own log and the store. */
  private void collect(House house, List<String> everything) throws IOException {
    Desk desk = house.desk();
    for (String verb :
        List.of(
            "events telltale",
            "builds telltale",
            "releases telltale",
            "ps telltale",
            "info telltale",
            "doctor",
            "builds:info telltale 2",
            "releases:info telltale v1")) {
      everything.add(desk.paas(verb.split(" ", -1)).toString());
    }
    everything.add(house.words());
    everything.add(Shell.run("ps", "-ww", "-eo", "args").ok().out());
    for (String folder : List.of("logs", "run", "repositories", "ssh")) {
      everything.addAll(files(house.data().resolve(folder)));
    }
    if (engine == EngineKind.DOCKER) {
      everything.addAll(ofDocker(house));
    }
  }

  /** Deploys' logs and whatever else lies there; an app's own log is the app's own business. */
  private static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    Pattern appLog = Pattern.compile(".*/logs/a[0-9]+/[0-9]+\\.log|.*/run/[^/]+/log");
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !appLog.matcher(file.toString()).matches())
          .map(SecretsTest::content)
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return file + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException gone) {
      return file + " is gone";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> ofDocker(House house) throws IOException {
    List<String> said = new ArrayList<>();
    for (String container : house.instances()) {
      said.add(
          Shell.run(
                  "docker",
                  "inspect",
                  "-f",
                  "{{json .Config.Labels}} {{json .Config.Cmd}} {{json .Args}}"
                      + " {{json .Config.Entrypoint}} {{json .HostConfig}}",
                  container)
              .ok()
              .out());
    }
    for (String image : house.leftovers().stream().filter(name -> name.contains(":")).toList()) {
      said.add(Shell.run("docker", "history", "--no-trunc", image).ok().out());
      said.add(Shell.run("docker", "inspect", image).ok().out());
    }
    return said;
  }

  private void assertHidden(List<String> everything) {
    String base64 = Base64.getEncoder().encodeToString(mark.getBytes(StandardCharsets.UTF_8));
    for (String text : everything) {
      for (String secret : List.of(mark, mark.toUpperCase(Locale.ROOT), base64.substring(0, 12))) {
        int at = text.indexOf(secret);
        String around =
            at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100));
        assertThat(around).as("a secret is shown").isEmpty();
      }
    }
  }
}
