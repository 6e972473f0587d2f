package paas.ssh.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.cli.BuiltIns;
import paas.cli.Cancel;
import paas.cli.CommandsPage;
import paas.cli.Streams;
import paas.cli.Verb;
import paas.cli.VerbTable;
import paas.cli.Verbs;
import paas.model.Actor;
import paas.model.AppName;
import paas.ops.ConfigCommands.ChangeConfig;
import paas.ops.HouseCommands.AddKey;
import paas.ops.ProcessCommands.Run;

/** Each verb: from words to its command, and from the answer to text. */
class VerbListTest {
  private final TestOps ops = new TestOps();
  private final VerbTable table = BuiltIns.table(VerbList.of(ops), "0");
  private final Cancel cancel = new Cancel();

  private record Said(int status, String out, String err) {}

  private Said say(String line) {
    return say(line, "");
  }

  private Said say(String line, String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    int status =
        new Verbs(table, ops::visible)
            .run(new Actor("anna"), line, new Streams(in, out, err, null), cancel);
    return new Said(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          apps                        | ListApps[]
          create                      | CreateApp[name=null]
          apps:create blog            | CreateApp[name=blog]
          info                        | ShowApp[app=shop]
          apps:rename shop store      | RenameApp[app=shop, to=store]
          destroy shop --confirm shop | DestroyApp[app=shop]
          lock shop the sale is on    | LockApp[app=shop, reason=the sale is on]
          lock                        | LockApp[app=shop, reason=by anna]
          apps:unlock -a shop         | UnlockApp[app=shop]
          config                      | ShowConfig[app=shop]
          config:keys shop            | ShowConfig[app=shop]
          ps                          | ListProcesses[app=shop]
          scale web=3                 | Scale[app=shop, counts={web=3}]
          ps:scale shop worker+1      | Scale[app=shop, counts={worker=3}]
          ps:scale worker-2           | Scale[app=shop, counts={worker=0}]
          ps:scale my-type=2          | Scale[app=shop, counts={my-type=2}]
          restart shop web worker.1   | Restart[app=shop, what=[web, worker.1]]
          ps:stop                     | Stop[app=shop]
          ps:start                    | Start[app=shop]
          ps:rebuild                  | Rebuild[app=shop]
          logs -n 5 -p web            | LastLogs[app=shop, filter=LogFilter[process=web, release=null], lines=5]
          logs shop --release v3      | LastLogs[app=shop, filter=LogFilter[process=null, release=3], lines=100]
          releases -n 3               | ListReleases[app=shop, limit=3]
          releases:info v2            | ShowRelease[app=shop, version=2]
          releases:info               | ShowRelease[app=shop, version=null]
          releases:keep               | ShowKeep[app=shop]
          releases:keep shop 30m      | SetKeep[app=shop, time=30m]
          rollback v2                 | Rollback[app=shop, version=2]
          rollback                    | Rollback[app=shop, version=null]
          builds                      | ListBuilds[app=shop, limit=20]
          builds:info 14              | ShowBuild[app=shop, number=14]
          builds:output shop 7        | FollowDeploy[app=shop, number=7]
          builds:output 7             | FollowDeploy[app=shop, number=7]
          builds:output current       | FollowDeploy[app=shop, number=null]
          builds:cancel shop 7        | CancelDeploy[app=shop, number=7]
          builds:cancel               | CancelDeploy[app=shop, number=null]
          domains                     | ShowDomains[app=shop]
          domains:add www.example.com | AddDomain[app=shop, host=www.example.com, force=false]
          domains:add *.a.b --force   | AddDomain[app=shop, host=*.a.b, force=true]
          domains:report              | ReportDomains[app=shop]
          domains:verify              | VerifyDomains[app=shop, hosts=[]]
          domains:verify shop a.b     | VerifyDomains[app=shop, hosts=[a.b]]
          domains:remove shop a.b     | RemoveDomain[app=shop, host=a.b]
          keys                        | ListKeys[]
          keys:remove laptop          | RemoveKey[nameOrFingerprint=laptop]
          events                      | ListEvents[app=null, limit=20]
          events shop -n 2            | ListEvents[app=shop, limit=2]
          doctor                      | Diagnose[repair=false]
          doctor --repair             | Diagnose[repair=true]
          """)
  void wordsBecomeOneCommand(String line, String command) {
    assertThat(say(line).err()).as(line).isEmpty();
    assertThat(ops.wished).extracting(Object::toString).contains(command);
  }

  @Test
  void whatShowsSomethingShowsItAsJsonToo() {
    for (String line :
        List.of(
            "apps",
            "apps:create",
            "info",
            "apps:exists",
            "config",
            "config:get KEY",
            "config:keys",
            "ps",
            "ps:scale",
            "releases",
            "releases:info",
            "builds",
            "builds:info 14",
            "builds:cancel 14",
            "domains",
            "domains:report",
            "domains:verify",
            "keys",
            "events",
            "doctor",
            "logs",
            "config:export",
            "version")) {
      Said said = say(line + " --format json");
      assertThat(said.status()).as(line).isZero();
      assertThat(said.out().strip()).as(line).matches("(?s)[\\[{].*[\\]}]");
    }
    assertThat(say("ps:list --format json").out()).contains("\"memoryBytes\" : 67108864");
  }

  @Test
  void configIsSetInOneChange() {
    assertThat(say("config:set A=1 'B=two words' C=x=y --no-restart").out())
        .startsWith("=====> Config changed: ");
    assertThat(ops.wished.getLast())
        .isEqualTo(
            new ChangeConfig(
                new AppName("shop"),
                Map.of("A", "1", "B", "two words", "C", "x=y"),
                Set.of(),
                false));
    say("config:unset shop A B");
    assertThat(ops.wished)
        .contains(new ChangeConfig(new AppName("shop"), Map.of(), Set.of("A", "B"), true));
    say("config:import shop", "A='x y'\n# no\n");
    assertThat(ops.wished)
        .contains(new ChangeConfig(new AppName("shop"), Map.of("A", "x y"), Set.of(), true));
  }

  @Test
  void configIsShownAndExported() {
    assertThat(say("config").out())
        .isEqualTo("=====> shop config\nGREETING:  hi there\nKEY:       \"a\\nb\"\n");
    assertThat(say("config --quiet").out()).startsWith("GREETING:");
    assertThat(say("config:get GREETING").out()).isEqualTo("hi there\n");
    assertThat(say("config:get NOPE").status()).isEqualTo(1);
    assertThat(say("config:export --format shell").out())
        .startsWith("export GREETING='hi there'\n");
    assertThat(say("config:export").out()).isEqualTo("GREETING=\"hi there\"\nKEY=\"a\\nb\"\n");
    assertThat(say("config:export --format xml").err())
        .contains("text, dotenv, json, shell, docker");
  }

  @Test
  void wrongWordsNameTheForm() {
    for (String line :
        List.of(
            "config:set shop",
            "config:set shop GREETING",
            "config:set shop =x",
            "ps:scale web=two",
            "ps:scale web=-1",
            "ps:scale worker-9",
            "logs -n x",
            "logs -n -1",
            "releases -n 0",
            "rollback shop newest",
            "builds:output shop x",
            "builds:info shop",
            "apps:create a",
            "apps:create Shop",
            "apps:rename shop www",
            "run shop",
            "run -e X shop ls",
            "config:import shop",
            "domains:add shop",
            "keys:remove")) {
      Said said = say(line);
      assertThat(said.status()).as(line).isEqualTo(2);
      assertThat(said.err()).as(line).startsWith(" !     ").contains("\n       ");
    }
    assertThat(say("info Sh_op").status()).isEqualTo(20);
    assertThat(say("apps:exists shpo").status()).isEqualTo(20);
  }

  @Test
  void aRollIsFollowedToItsEnd() {
    assertThat(say("ps:restart"))
        .isEqualTo(new Said(0, "-----> Starting web.1\n=====> Application deployed: v13\n", ""));
    ops.deployExit = 1;
    assertThat(say("rollback").status()).isEqualTo(1);
    assertThat(say("rollback --format json").out())
        .isEqualTo(
            """
            {"app":"shop","deploy":14}
            {"line":"-----> Starting web.1"}
            {"line":"=====> Application deployed: v13"}
            """);
  }

  @Test
  void leavingARollSaysHowToComeBack() {
    ops.onFollow = cancel::cancel;
    Said left = say("ps:restart");
    assertThat(left.status()).isEqualTo(130);
    assertThat(left.err()).contains("it goes on").contains("builds:output shop 14");
  }

  @Test
  void logsFollowUntilTheCallerLeaves() {
    ops.onFollow = cancel::cancel;
    assertThat(say("logs -t"))
        .isEqualTo(new Said(130, "2026-01-02T03:04:05.000000Z app[web.1]: Listening\n", ""));
  }

  @Test
  void destroyTellsWhatWillBeLost() {
    Said refused = say("apps:destroy shop");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("v12 at http://shop.localhost:8080")
        .contains("--confirm shop");
    assertThat(say("apps:destroy shop --force").out()).contains("Destroyed shop: 12 releases");
  }

  @Test
  void processesAndIdleTypesAreShown() {
    assertThat(say("ps").out())
        .contains("web.1    up     v12")
        .contains("1.3%")
        .contains("worker runs none: node work.js   start one: ssh paas ps:scale shop worker=1");
  }

  @Test
  void doctorsStatusTells() {
    assertThat(say("doctor")).isEqualTo(new Said(0, "ok     disk: 9 MB free\n", ""));
    ops.well = false;
    assertThat(say("doctor"))
        .isEqualTo(new Said(1, "", " !     disk: 9 MB free\n !     make room\n"));
  }

  @Test
  void keysComeAsWordsOrOnInput() {
    say("keys:add laptop", "ssh-ed25519 AAAA anna\n");
    assertThat(ops.wished.getLast()).isEqualTo(new AddKey("laptop", "ssh-ed25519 AAAA anna\n"));
    say("keys:add laptop ssh-ed25519 AAAA anna");
    assertThat(ops.wished.getLast()).isEqualTo(new AddKey("laptop", "ssh-ed25519 AAAA anna"));
    say("keys:add ssh-ed25519 AAAA anna");
    assertThat(ops.wished.getLast()).isEqualTo(new AddKey("", "ssh-ed25519 AAAA anna"));
  }

  @Test
  void runConnectsAllEndsAndGivesBackTheStatus() {
    assertThat(say("run -e A=1 shop rake db:drop --force", "input"))
        .isEqualTo(new Said(3, "out\n", "err\n"));
    assertThat(ops.wished.getLast())
        .isEqualTo(
            new Run(
                new AppName("shop"),
                List.of("rake", "db:drop", "--force"),
                Map.of("A", "1"),
                null));
    assertThat(ops.run.read.toString(StandardCharsets.UTF_8)).isEqualTo("input");
    assertThat(ops.run.closed).isTrue();
    say("run shop 'echo one line | wc'");
    assertThat(ops.wished.getLast())
        .isEqualTo(new Run(new AppName("shop"), List.of("echo one line | wc"), Map.of(), null));
  }

  @Test
  void everyExampleNamesItsOwnVerb() {
    for (Verb verb : table.verbs()) {
      String first = verb.example().split(" ", 2)[0];
      assertThat(table.find(first)).as(verb.example()).hasValue(verb);
      assertThat(say(verb.name() + " --help").out())
          .as(verb.name())
          .contains("example: ssh paas " + verb.example());
    }
  }

  @Test
  void shortNamesThatPeopleTypeWork() {
    assertThat(
            List.of(
                "create",
                "destroy",
                "info",
                "logs",
                "ps",
                "scale",
                "restart",
                "rollback",
                "config",
                "run",
                "enter",
                "apps",
                "domains",
                "releases",
                "builds",
                "keys",
                "events",
                "doctor",
                "version",
                "help"))
        .allSatisfy(name -> assertThat(table.find(name)).as(name).isPresent());
  }

  @Test
  void thePageInTheDocsIsMadeFromTheTable() throws IOException {
    Path page = Path.of("..", "docs", "commands.md");
    String made = CommandsPage.of(table);
    @Nullable String update = System.getProperty("golden.update");
    if (update != null) {
      Files.writeString(page, made);
    }
    assertThat(page).as("run this test with -Dgolden.update to write it").hasContent(made);
  }
}
