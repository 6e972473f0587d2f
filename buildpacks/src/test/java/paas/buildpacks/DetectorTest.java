package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

class DetectorTest {

  @Test
  void saysWhatItLookedForWhenThereIsNothing() {
    Detection detection = MemoryTree.with("README.md", "hello").detect();
    assertThat(detection).isInstanceOf(Detection.Nothing.class);
    assertThat(((Detection.Nothing) detection).lookedFor())
        .hasSizeGreaterThan(9)
        .contains(
            "Dockerfile or Containerfile", "package.json (Node.js)", "go.mod or go.work (Go)");
  }

  @Test
  void aDockerfileComesFirstAndNamesNoRivals() {
    BuildPlan plan =
        MemoryTree.with("Dockerfile", "FROM x\n")
            .and("package.json", "{}")
            .and("index.html", "")
            .plan();
    assertThat(plan.language()).isEqualTo("Dockerfile");
    assertThat(plan.notices())
        .containsExactly(
            "Also found package.json (Node.js), which Dockerfile takes precedence over.");
  }

  @Test
  void aServerLanguageComesBeforeItsAssets() {
    BuildPlan plan =
        MemoryTree.with("requirements.txt", "flask")
            .and("app.py", "app = Flask(__name__)")
            .and("package.json", "{}")
            .plan();
    assertThat(plan.language()).isEqualTo("Python");
  }

  @Test
  void theProcfileWins() {
    BuildPlan plan =
        MemoryTree.with("package.json", "{\"scripts\": {\"start\": \"node a.js\"}}")
            .and("Procfile", "web: node b.js\nworker: node c.js")
            .plan();
    assertThat(plan.processes().get("web")).isEqualTo(new StartCommand("node b.js", "Procfile"));
    assertThat(plan.processes()).containsOnlyKeys("web", "worker");
  }

  @Test
  void aProcfileWithoutWebKeepsTheDetectedOne() {
    BuildPlan plan =
        MemoryTree.with("package.json", "{\"scripts\": {\"start\": \"node a.js\"}}")
            .and("Procfile", "worker: node c.js")
            .plan();
    assertThat(plan.processes().get("web"))
        .isEqualTo(new StartCommand("node a.js", "scripts.start"));
    assertThat(plan.notices()).anyMatch(notice -> notice.contains("names no web"));
  }

  @Test
  void aWorkerAloneIsAnApp() {
    BuildPlan plan = MemoryTree.with("package.json", "{}").and("Procfile", "worker: node a").plan();
    assertThat(plan.processes()).containsOnlyKeys("worker");
  }

  @Test
  void anAppThatNothingStartsIsBroken() {
    Detection.Broken broken = MemoryTree.with("package.json", "{\"name\": \"x\"}").broken();
    assertThat(broken.file()).isEqualTo("package.json");
    assertThat(broken.problem()).contains("how to start");
    assertThat(broken.remedy()).contains("scripts").contains("Procfile");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"a\": 1,\n\"b\": }'|2",
        "'{\"a\": 1,\n'|2",
        "[]|1",
        "'  '|0",
        "{} {}|1",
        "{\"scripts\": []}|0",
        "{\"scripts\": {\"start\": 1}}|0",
        "{\"main\": {}}|0",
        "{\"engines\": \"x\"}|0",
        "{\"engines\": {\"node\": 20}}|0",
        "{\"dependencies\": [1]}|0",
        "{\"engines\": {\"node\": \"4.x\"}, \"main\": \"a.js\"}|0",
        "{\"engines\": {\"node\": \"soon\"}, \"main\": \"a.js\"}|0"
      })
  void aBrokenPackageJsonIsOneLine(String text, int line) {
    Detection.Broken broken = MemoryTree.with("package.json", text).broken();
    assertThat(broken.file()).isEqualTo("package.json");
    assertThat(broken.line()).isEqualTo(line);
    assertThat(broken.problem() + broken.remedy()).doesNotContain("\n", "Source:", "jackson");
    assertThat(broken.remedy()).endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deepJsonIsRefused(String open) {
    assertThat(MemoryTree.with("package.json", open.repeat(100_000)).broken().problem())
        .contains("not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = ", "a = {b = "})
  void deepTomlIsRefused(String open) {
    String text = open + "[".repeat(100_000);
    assertThat(MemoryTree.with("Cargo.toml", text).broken().problem()).contains("not valid TOML");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"package.json", "requirements.txt", "Dockerfile", "Procfile", "Cargo.toml"})
  void aMergeMarkerIsNamedByItsLine(String file) {
    String first = file.equals("package.json") ? "{" : file.equals("Procfile") ? "a: b" : "";
    Detection.Broken broken = MemoryTree.with(file, first + "\n<<<<<<< HEAD\n").broken();
    assertThat(broken.line()).isEqualTo(2);
    assertThat(broken.problem()).contains("merge marker");
  }

  @Test
  void hugeAndForeignTextIsRefused() {
    assertThat(MemoryTree.with("package.json", " ".repeat(1 << 21)).broken().problem())
        .contains("1 MiB");
    var utf16 =
        MemoryTree.with("x", "")
            .and("requirements.txt", "\uFEFFflask".getBytes(StandardCharsets.UTF_16LE));
    assertThat(utf16.broken().problem()).contains("UTF-16");
    var latin = MemoryTree.with("x", "").and("Procfile", new byte[] {'w', (byte) 0xe9});
    assertThat(latin.broken().problem()).contains("UTF-8");
  }

  @Test
  void anUnreadablePythonFileIsOnlyNotLookedAt() {
    var tree =
        MemoryTree.with("requirements.txt", "flask")
            .and("main.py", new byte[] {(byte) 0xe9})
            .and("site.py", "web = flask.Flask(__name__)");
    assertThat(tree.web().command()).contains("--app site:web");
  }

  @Test
  void aLinkOutOfTheTreeIsBroken(@TempDir Path folder) throws Exception {
    Path outside = Files.writeString(folder.resolve("outside.json"), "{}");
    Path app = Files.createDirectory(folder.resolve("app"));
    Files.createSymbolicLink(app.resolve("package.json"), outside);
    Detection detection = Detector.standard().detect(SourceTree.of(app));
    assertThat(detection)
        .isInstanceOfSatisfying(
            Detection.Broken.class, b -> assertThat(b.problem()).contains("leaves the repository"));
  }

  @Test
  void pathsThatLeaveTheTreeAreNothing(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("secret"), "x");
    SourceTree tree = SourceTree.of(Files.createDirectory(folder.resolve("app")));
    assertThat(tree.read("../secret")).isEmpty();
    assertThat(tree.isFile("/etc/passwd")).isFalse();
    assertThat(tree.list("..")).isEmpty();
  }

  @Test
  void readsTheHealthPathOfAppJson() {
    var tree = MemoryTree.with("Procfile", "web: a");
    assertThat(tree.plan().healthPath()).isNull();
    tree.and(
        "app.json",
        "{/* why */ \"healthchecks\": {\"web\": [{\"type\": \"startup\", \"path\": \"/up\"}]}}");
    assertThat(tree.plan().healthPath()).isEqualTo("/up");
    tree.and("app.json", "{\"healthchecks\": {\"web\": [{\"path\": \"up\\n\"}]}}");
    assertThat(tree.broken().file()).isEqualTo("app.json");
  }
}
