package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.heroku.PackRelease;
import paas.buildpacks.heroku.PackSource;
import paas.buildpacks.heroku.PackWish;
import paas.buildpacks.language.Said;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.DockerfileRenderer;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

class AskedPacksTest {
  @TempDir Path tree;

  private Detection detect(String... set) {
    return Detector.standard()
        .detect(SourceTree.of(tree), "shop", Map.of(), PackWish.NONE.of(List.of(set)));
  }

  private BuildPlan plan(String... set) {
    return ((Detection.Detected) detect(set)).plan();
  }

  private static List<String> names(BuildPlan plan) {
    return ((Buildpacks) plan.build()).packs().stream().map(Buildpacks.Pack::name).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "heroku/nodejs, https://github.com/heroku/heroku-buildpack-nodejs, ''",
    "heroku-community/apt#v1.2, https://github.com/heroku/heroku-buildpack-apt, v1.2",
    "owner/pack#main, https://github.com/owner/pack, main",
    "https://host.example/a/pack.git#v1, https://host.example/a/pack.git, v1",
    "folder:pack#v1, '', v1"
  })
  void aSourceIsUnderstood(String source, String url, String ref) {
    Buildpacks.Pack pack = PackSource.of(new Said(source, "x", 0), PackWish.GITHUB);
    assertThat(pack.url()).isEqualTo(url);
    assertThat(pack.ref()).isEqualTo(ref);
    assertThat(pack.source()).isEqualTo(source);
  }

  @ParameterizedTest
  @CsvSource({
    "git@host:x/y.git, is no address",
    "http://host/x/y, is no https address",
    "https://ada:secret@host/x, holds a password",
    "https://host/x/y.tgz, is an archive",
    "https://host/x/y#a..b, is no buildpack",
    "folder:../x, is no folder's name",
    "https://host/x/y?z, is no repository's address"
  })
  void whatIsNoneIsRefusedInWords(String source, String problem) {
    assertThatThrownBy(() -> PackSource.of(new Said(source, "x", 0), PackWish.GITHUB))
        .isInstanceOfSatisfying(BrokenSource.class, e -> assertThat(e.problem()).contains(problem));
  }

  @Test
  void whatIsSetCountsBeforeFilesAndLanguages() throws IOException {
    Files.writeString(tree.resolve("package.json"), "{\"scripts\": {\"start\": \"node x\"}}");
    Files.writeString(tree.resolve("app.json"), "{\"buildpacks\": [{\"url\": \"heroku/nodejs\"}]}");
    assertThat(plan().language()).isEqualTo("Node.js");
    Files.writeString(
        tree.resolve("app.json"),
        "{\"buildpacks\": [{\"url\": \"heroku/nodejs\"}, {\"url\": \"owner/other\"}]}");
    assertThat(names(plan())).containsExactly("heroku-buildpack-nodejs", "other");
    Files.writeString(tree.resolve(".buildpacks"), "# two\nowner/first\n\nowner/second#v2\n");
    assertThat(names(plan())).containsExactly("first", "second");
    assertThat(names(plan("owner/mine"))).containsExactly("mine");
    Files.writeString(tree.resolve("paas.yml"), "builder: node\n");
    assertThat(plan().language()).isEqualTo("Node.js");
    Files.writeString(tree.resolve("paas.yml"), "start: ./mine\n");
    Files.writeString(tree.resolve("Procfile"), "worker: ./work\n");
    assertThat(plan().processes()).containsOnlyKeys("web", "worker");
    Files.writeString(tree.resolve(".buildpacks"), "owner/first\ngit@host:x\n");
    assertThat(detect())
        .isInstanceOfSatisfying(Detection.Broken.class, b -> assertThat(b.line()).isEqualTo(2));
  }

  @Test
  void theConfigAndTheBuildpacksAreOnlyMounted() {
    String file = DockerfileRenderer.buildKit("x").render(plan("owner/one", "owner/two"));
    assertThat(file)
        .contains(
            "ENV STACK=\"heroku-22\"",
            "[\"bash\",\"/context/.paas/buildpack.sh\",\"compile\",\"2\"]")
        .doesNotContain("COPY [\".\"");
    assertThat(file.lines().filter(line -> line.startsWith("COPY")))
        .containsExactly("COPY --from=build --chown=1000:1000 [\"/tmp/build/\",\"./\"]");
    assertThat(plan("owner/one").hash()).isNotEqualTo(plan("owner/two").hash());
  }

  @Test
  void aReleaseNamesProcesses() {
    assertThat(
            PackRelease.processes(
                "---\naddons: [x]\ndefault_process_types:\n  web: bin/serve -p $PORT\n  Bad: x\n",
                "pack"))
        .hasEntrySatisfying(
            "web", start -> assertThat(start.command()).isEqualTo("bin/serve -p $PORT"))
        .hasSize(1);
    assertThat(PackRelease.processes("", "pack")).isEmpty();
    assertThatThrownBy(() -> PackRelease.processes("a: [", "pack")).hasMessage("is not YAML");
    assertThatThrownBy(() -> PackRelease.processes("- a", "pack")).hasMessage("is no YAML mapping");
  }
}
