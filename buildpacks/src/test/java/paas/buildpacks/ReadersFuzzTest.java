package paas.buildpacks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Procfile;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.BrokenSource;

/** Whatever stands in an app's files is read, or refused in a sentence that can be shown. */
@Timeout(60)
class ReadersFuzzTest {
  private static final int ROUNDS = 1500;
  private final RandomText texts = new RandomText(4);

  /** Good files; what is made of each must be a plan, nothing, or a refusal in words. */
  private static final Map<String, Map<String, String>> GOOD =
      Map.of(
          "package.json",
          Map.of(
              "package.json",
              "{\"name\": \"a\", \"engines\": {\"node\": \">=18 <23 || ^20.1\"}, \"scripts\":"
                  + " {\"start\": \"node a.js\", \"build\": \"x\"}, \"workspaces\": [\"b/*\"]}"),
          "pyproject.toml",
          Map.of(
              "pyproject.toml",
              """
              [project]
              name = "a"
              requires-python = ">=3.9,<4"
              dependencies = ["flask"]
              [tool.x]
              y = {z = [1, 2.5, 1979-05-27]}
              """,
              "app.py",
              "app = Flask(__name__)\n"),
          "requirements.txt",
          Map.of("requirements.txt", "flask==3.0 # web\n-r more.txt\n-e .\nx @ https://x/y.whl\n"),
          "go.mod",
          Map.of(
              "go.mod",
              "module example.com/a\n\ngo 1.22\n\nrequire (\n\tb v1.0.0\n)\n",
              "main.go",
              "package main\n"),
          "Cargo.toml",
          Map.of(
              "Cargo.toml",
              "[package]\nname = \"a\"\n[[bin]]\nname = \"b\"\npath = \"src/b.rs\"\n",
              "src/main.rs",
              ""),
          "Dockerfile",
          Map.of(
              "Dockerfile",
              """
              # syntax=docker/dockerfile:1
              ARG V=3
              FROM debian:${V:-12} AS one
              RUN <<EOF
              ls
              EOF
              FROM one
              COPY --from=one /a \\
                /b
              EXPOSE 80/tcp $V
              """),
          "Procfile",
          Map.of(
              "Procfile",
              "# types\nweb: node a.js --port $PORT\nworker : sleep 5\r\nrelease: true\n",
              "index.html",
              "x"),
          "app.json",
          Map.of(
              "app.json",
              "{/* note */ \"env\": {\"A\": \"b\"}, \"healthchecks\": {\"web\": [{\"path\":"
                  + " \"/a\", \"port\": 80}], \"worker\": [{\"type\": \"liveness\"}]}}",
              "index.html",
              "x"),
          "apps/a/project.json",
          Map.of(
              "package.json",
              "{\"devDependencies\": {\"nx\": \"21\"}}",
              "nx.json",
              "{}",
              "apps/a/project.json",
              "{\"name\": \"a\", \"projectType\": \"application\", \"targets\": {\"build\":"
                  + " {\"executor\": \"@nx/esbuild:esbuild\", \"options\": {\"outputPath\":"
                  + " {\"base\": \"b\"}, \"main\": \"apps/a/src/main.ts\"}}}}"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "package.json",
        "apps/a/project.json",
        "pyproject.toml",
        "requirements.txt",
        "go.mod",
        "Cargo.toml",
        "Dockerfile",
        "Procfile",
        "app.json"
      })
  void aTreeIsPlannedOrRefusedInWords(String file) {
    Map<String, String> good = requireNonNull(GOOD.get(file));
    for (int round = 0; round < ROUNDS / 3; round++) {
      Map<String, String> files = new LinkedHashMap<>(good);
      String text = texts.like(requireNonNull(good.get(file)));
      files.put(file, text);
      detect(files, text);
    }
  }

  private static void detect(Map<String, String> files, String text) {
    try {
      var tree = new MemoryTree();
      files.forEach(tree::and);
      if (tree.detect() instanceof Detection.Broken broken) {
        sentence(broken.problem() + ". " + broken.remedy(), text);
      }
    } catch (RuntimeException | StackOverflowError bug) {
      throw new AssertionError("on: " + text, bug);
    }
  }

  private static void sentence(String refused, String text) {
    assertThat(refused)
        .as("on: %s", text)
        .hasSizeLessThan(600)
        .matches(said -> said.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == 0x202E));
  }

  @Test
  void aProcfileOfAnyLinesIsReadBackOrRefused() {
    List<String> pieces =
        List.of("web", "worker", ":", ": ", " ", "\n", "node a.js", "#", "<<<<<<<", "A", "-", "x");
    for (int round = 0; round < ROUNDS * 4; round++) {
      String text = texts.of(pieces, 14);
      try {
        Procfile read = Procfile.parse(text);
        assertThat(read.commands()).isNotEmpty();
        StringBuilder again = new StringBuilder();
        read.commands().forEach((type, line) -> again.append(type + ": " + line + "\n"));
        assertThat(Procfile.parse(again.toString())).as("%s", text).isEqualTo(read);
      } catch (BrokenSource refused) {
        sentence(String.valueOf(refused.getMessage()), text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[[", "{a={", "a.", "[a.", "a=[", "\"", "'''", "(", "-r"})
  void whatIsNestedDeepIsRefusedAndBreaksNothing(String piece) {
    String deep = piece.repeat(20_000);
    for (String file : GOOD.keySet()) {
      for (String text : List.of(deep, "a = " + deep, "{\"a\": " + deep)) {
        Map<String, String> files = new LinkedHashMap<>(GOOD.get(file));
        files.put(file, text);
        detect(files, piece + " x 20000 in " + file);
      }
    }
  }

  @Test
  void aShellLineThatWasTypedKeepsItsMeaning() {
    List<String> pieces =
        List.of("ls", " ", "kill", "exec", "a=b", ";", "&&", "'", "cd", "/", "-x");
    for (int round = 0; round < ROUNDS * 4; round++) {
      String typed = texts.of(pieces, 8);
      assertThat(StartCommand.shellLine(typed)).isIn(typed, "exec " + typed);
    }
    assertThatThrownBy(() -> new StartCommand("a\nb", "run"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
