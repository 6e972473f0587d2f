package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two buildpacks of our own prove the contract of Heroku's classic ones. */
@Tag("house")
@Timeout(240)
class BuildpackTest {
  /** Needs nothing that buildpacks of this test could need. */
  private static final String BARE = "buildpacks: {build-packages: [], run-packages: []}\n";

  /** Answers with what it finds around itself; Perl is everywhere. */
  private static final String SERVER =
      """
      use IO::Socket::INET;
      my $s = IO::Socket::INET->new(LocalPort => $ENV{PORT}, Listen => 9, ReuseAddr => 1) or die;
      $SIG{TERM} = sub { exit 0 };
      while (1) {
        my $c = $s->accept or next;
        while (my $l = <$c>) { last if $l =~ /^\\s*$/ }
        my $b = "{\\"built\\":\\"" . `cat built` . "\\",\\"profile\\":\\"$ENV{FROM_PROFILE}\\","
          . "\\"home\\":\\"" . ($ENV{HOME} eq `printf %s "\\$PWD"` ? "app" : $ENV{HOME}) . "\\"}";
        print $c "HTTP/1.1 200 OK\\r\\nContent-Length: " . length($b) . "\\r\\n\\r\\n$b";
        close $c;
      }
      """;

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void twoBuildpacksBuildStartAndFailInWords(EngineKind engine) throws Exception {
    try (House house = House.openWith(engine, BARE)) {
      new Scene(house).play();
    }
  }

  private record Scene(House house) {
    /** A git repository where the operator puts buildpacks. */
    private Project pack(String name) throws IOException {
      Project pack = house.desk().project(name);
      pack.write("bin/detect", "#!/bin/sh\necho " + name + "\n");
      return pack;
    }

    private void publish(Project pack) {
      pack.git("add", "-A").ok();
      pack.git("update-index", "--chmod=+x", "--", "bin/detect", "bin/compile").ok();
      pack.git("commit", "-q", "-m", "A buildpack").ok();
      Path place = house.data().resolve("buildpacks").resolve(pack.app());
      Shell.run("rm", "-rf", place.toString()).ok();
      pack.git("clone", "-q", "--bare", ".", place.toString()).ok();
    }

    /** Brings a tool for the next buildpack and for the processes. */
    private void publishTool() throws IOException {
      Project tool = pack("tool");
      tool.write(
          "bin/compile",
          """
          #!/bin/sh
          mkdir -p "$1/.tool" "$1/.profile.d"
          printf '#!/bin/sh\\nprintf tooled\\n' >"$1/.tool/tool"
          chmod +x "$1/.tool/tool"
          echo 'export FROM_PROFILE=$(tool); export PATH' >"$1/.profile.d/tool.sh"
          sed -i '1i PATH=$HOME/.tool:$PATH' "$1/.profile.d/tool.sh"
          echo "export PATH=\\"$1/.tool:\\$PATH\\"" >"$(dirname "$0")/../export"
          echo "tool on $STACK"
          """);
      publish(tool);
      tool.git("tag", "v1").ok();
      publish(tool.write("bin/compile", "#!/bin/sh\necho the newest is broken; exit 7\n"));
    }

    /** Needs the tool, the config and the cache, and says what to start. */
    private void publishTalk() throws IOException {
      Project talk = pack("talk");
      talk.write("bin/detect", "#!/bin/sh\n[ -f \"$1/talk.pl\" ] && echo Talk\n");
      talk.write(
          "bin/compile",
          """
          #!/bin/sh
          set -e
          echo x >>"$2/count"
          printf '%s-%s-%s' "$(tool)" "$(cat "$3/GREETING")" "$(wc -l <"$2/count")" >"$1/built"
          [ -z "${GREETING-}" ] && echo "secret: $(cat "$3/GREETING")"
          """);
      talk.write(
          "bin/release",
          "#!/bin/sh\necho '---'\necho 'default_process_types:'\necho '  web: perl talk.pl'\n");
      publish(talk);
    }

    void play() throws Exception {
      Desk desk = house.desk();
      publishTool();
      publishTalk();
      Project app = desk.project("spoken").write("talk.pl", SERVER).commit("First");
      desk.paas("apps:create", "spoken").ok();
      desk.paas("config:set", "spoken", "GREETING=hello-there-1").ok();
      desk.paas("buildpacks:add", "spoken", "folder:talk").ok();
      desk.paas("buildpacks:add", "spoken", "folder:tool#v1", "--index", "1").ok();
      Said first = app.push().ok();
      assertThat(first.remote())
          .anyMatch(line -> line.matches(" +fetch tool +at [0-9a-f]{10} +\\(v1\\)"))
          .anyMatch(line -> line.contains("tool on heroku-22"))
          .anyMatch(line -> line.contains("secret: [config:GREETING]"))
          .anyMatch(line -> line.matches(" +web +perl talk.pl +\\(talk\\)"));
      assertSaysItIs("tooled-hello-there-1-1");
      app.write("more", "x").commit("Second").push().ok();
      assertSaysItIs("tooled-hello-there-1-2");
      assertThat(desk.paas("run", "spoken", "printenv FROM_PROFILE").ok().out().strip())
          .isEqualTo("tooled");
      if (house.engine() == EngineKind.PROCESS) {
        failsInWords(app);
        assertSaysItIs("tooled-hello-there-1-2");
      }
    }

    private void assertSaysItIs(String built) throws Exception {
      Web.Answer answer = house.web("spoken").get("/");
      assertThat(answer.field("built")).isEqualTo(built);
      assertThat(answer.field("profile")).isEqualTo("tooled");
      assertThat(answer.field("home")).isEqualTo("app");
    }

    private void failsInWords(Project app) throws Exception {
      Desk desk = house.desk();
      desk.paas("buildpacks:clear", "spoken").ok();
      fails(app, "folder:tool", "'tool: compile' failed with exit code 7");
      fails(app, "folder:tool#v9", "the buildpack folder:tool#v9 has no branch or tag 'v9'");
      fails(app, "folder:none", "the buildpack folder:none is not there");
      fails(
          app,
          "https://127.0.0.1:1/x/pack.git",
          "the buildpack https://127.0.0.1:1/x/pack.git cannot be fetched: nobody answers there");
      Project none = desk.project("nopack").write("README", "x").commit("x");
      none.git("clone", "-q", "--bare", ".", house.data() + "/buildpacks/nopack").ok();
      fails(app, "folder:nopack", "folder:nopack is no buildpack: it has no bin/detect");
      app.git("mv", "talk.pl", "other.pl").ok();
      app.commit("Other");
      fails(app, "folder:talk", "'talk: detect' failed with exit code 1: the app is none of its");
      desk.paas("buildpacks:add", "spoken", "git@host:x").exits(2).says("is no address");
    }

    private void fails(Project app, String pack, String reason) {
      house.desk().paas("buildpacks:add", "spoken", pack).ok();
      assertThat(app.commit("Again").push().exits(1).err()).contains(reason);
      house.desk().paas("buildpacks:remove", "spoken", pack).ok();
    }
  }
}
