package paas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import paas.model.Actor;
import paas.model.AppName;
import paas.model.Formation;
import paas.model.ProcessType;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How words become calls: which app, which words, which error. */
class VerbsTest {
  private List<AppName> apps = List.of(new AppName("shop"));

  private final VerbTable table =
      BuiltIns.table(
          List.of(
              Verb.of("apps:list", "lists apps", "apps", () -> call -> 0)
                  .alias("apps")
                  .app(AppUse.NONE),
              Verb.of("apps:info", "shows an app", "apps:info shop", Show::new).alias("info"),
              Verb.of("config:set", "sets values", "config:set shop A=1", Pairs::new)
                  .own(word -> word.contains("=")),
              Verb.of("rollback", "goes back", "rollback shop v3", Show2::new)
                  .own(word -> word.matches("v[0-9]+")),
              Verb.of("events", "shows events", "events", Show::new).app(AppUse.OPTIONAL),
              Verb.of("run", "runs", "run shop ls", Pairs::new).passingOn()),
          "9");

  private static class Show implements Action {
    @Option(names = "--since", paramLabel = "TIME", description = "from when on")
    @Nullable String since;

    @Override
    public int run(Call call) {
      call.console().line(call.namedApp().map(AppName::value).orElse("none") + " since " + since);
      return 0;
    }
  }

  private static final class Show2 implements Action {
    @Parameters(arity = "0..1", paramLabel = "VERSION", description = "to which")
    @Nullable String to;

    @Override
    public int run(Call call) {
      call.console().line(call.app() + " to " + to);
      return 0;
    }
  }

  private static final class Pairs implements Action {
    @Option(names = "--no-restart", description = "leave processes alone")
    boolean noRestart;

    @Parameters(arity = "1..*", paramLabel = "KEY=VALUE", description = "what to set")
    List<String> pairs = new ArrayList<>();

    @Override
    public int run(Call call) {
      call.console().line(call.app() + " " + pairs + (noRestart ? " still" : ""));
      return 0;
    }
  }

  private record Said(int status, String out, String err) {}

  private Said say(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), out, err, null);
    int status = new Verbs(table, who -> apps).run(new Actor("anna"), line, streams, new Cancel());
    return new Said(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void visible(String... names) {
    apps = Arrays.stream(names).map(AppName::new).toList();
  }

  @Test
  void theAppMayStandAnywhere() {
    visible("blog", "shop");
    for (String line :
        List.of(
            "info shop --since 2h",
            "info --since 2h shop",
            "info --since=2h shop",
            "info --since 2h --app shop",
            "info -a shop --since 2h",
            "info --app=shop --since 2h",
            "apps:info shop --since 2h --quiet")) {
      assertThat(say(line)).as(line).isEqualTo(new Said(0, "shop since 2h\n", ""));
    }
    assertThat(say("config:set A=1 --app shop B=2 --no-restart").out())
        .isEqualTo("shop [A=1, B=2] still\n");
  }

  @Test
  void theOnlyAppNeedNotBeNamed() {
    assertThat(say("info").out()).isEqualTo("shop since null\n");
    assertThat(say("config:set A=1").out()).isEqualTo("shop [A=1]\n");
    assertThat(say("rollback v3").out()).isEqualTo("shop to v3\n");
    assertThat(say("events").out()).isEqualTo("none since null\n");
    visible("v3");
    assertThat(say("rollback v3").out()).as("an app of that name").isEqualTo("v3 to null\n");
  }

  @Test
  void amongSeveralItMustBeNamed() {
    visible("blog", "shop");
    Said said = say("info");
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err())
        .contains("which app? blog shop")
        .contains("apps:info [APP] [--since TIME]");
    visible();
    assertThat(say("info").err()).contains("there is no app yet").contains("apps:create");
  }

  @Test
  void aMisspeltAppIsNeverAnotherAppsArgument() {
    for (String line :
        List.of(
            "info shpo",
            "config:set shpo A=1",
            "rollback shpo",
            "rollback shpo v3",
            "events shpo",
            "run shpo ls --all",
            "info Sh_op",
            "config:set -a shpo A=1")) {
      Said said = say(line);
      assertThat(said.status()).as(line).isEqualTo(20);
    }
    assertThat(say("info shpo").err())
        .isEqualTo(" !     no app 'shpo'\n       did you mean shop?\n");
  }

  @Test
  void wrongWordsExitWithTwoAndTheForm() {
    assertThat(say("config:set shop"))
        .isEqualTo(
            new Said(
                2,
                "",
                """
                 !     missing required parameter: 'KEY=VALUE'
                       the form is: ssh paas config:set [APP] KEY=VALUE... [--no-restart]
                """));
    assertThat(say("config:set shop A=1 --no-restrat").err())
        .contains("unknown option '--no-restrat'. Did you mean --no-restart?");
    assertThat(say("apps:list x").err()).contains("'x' is one word too many");
    assertThat(say("apps:list --format yaml").status()).isEqualTo(2);
    assertThat(say("info --app").err()).contains("--app names no app");
    assertThat(say("nonsense-of-all-kinds").err())
        .contains("unknown command")
        .doesNotContain("mean");
  }

  @Test
  void whatIsPassedOnStaysAsItIs() {
    assertThat(say("run shop ls -a --help --app x").out())
        .isEqualTo("shop [ls, -a, --help, --app, x]\n");
    assertThat(say("run --no-restart -a shop ls -l").out()).isEqualTo("shop [ls, -l] still\n");
    assertThat(say("run --help").out()).contains("example: ssh paas run shop ls");
  }

  @Test
  void helpDerivesFromTheTable() {
    assertThat(say("").out()).isEqualTo(say("help").out()).contains("rollback shop v3");
    assertThat(say("apps:help").out()).isEqualTo(say("help apps").out()).contains("apps:info shop");
    assertThat(say("help info").out())
        .isEqualTo(say("info --help").out())
        .isEqualTo(
            """
            ssh paas apps:info [APP] [--since TIME]
              shows an app
              --since TIME   from when on
            also: info
            example: ssh paas apps:info shop
            """);
    assertThat(say("config").out()).as("a topic without a verb of its name").contains("config:set");
    assertThat(say("help nothing").status()).isEqualTo(2);
  }

  @Test
  void twoVerbsCannotShareAName() {
    Verb one = Verb.of("a:b", "", "", () -> call -> 0);
    assertThatThrownBy(() -> new VerbTable(List.of(one, one))).hasMessageContaining("a:b");
  }

  @Test
  void jsonShowsWordsNotBoxes() {
    record Shown(AppName name, Instant at, Formation formation, @Nullable Integer release) {}

    Formation two = new Formation(Map.of(ProcessType.WEB, 2));
    assertThat(Json.of(List.of(new Shown(new AppName("shop"), Instant.EPOCH, two, null))))
        .isEqualToIgnoringWhitespace(
            "[{\"name\":\"shop\",\"at\":\"1970-01-01T00:00:00Z\",\"formation\":{\"web\":2},\"release\":null}]");
  }

  @Test
  void tablesAlign() {
    Table names = new Table("name", "state").row("a", "up").row("längere", "down");
    assertThat(names.lines(true)).containsExactly("name     state", "a        up", "längere  down");
    assertThat(names.lines(false)).containsExactly("a        up", "längere  down");
  }
}
