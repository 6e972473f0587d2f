package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.PlanDetails;
import paas.buildpacks.plan.PlanText;
import paas.buildpacks.plan.Recipe;

/** Which package manager an app of Node.js gets, and what is said of it. */
class NodeManagersTest {
  private static MemoryTree app(String more) {
    return MemoryTree.with(
            "package.json",
            "{\"scripts\": {\"start\": \"node a.js\"}, \"dependencies\": {\"x\": \"1\"}"
                + more
                + "}")
        .and("a.js", "");
  }

  private static List<String> titles(MemoryTree tree) {
    return recipe(tree).steps().stream().map(BuildStep::title).toList();
  }

  private static Recipe recipe(MemoryTree tree) {
    return (Recipe) tree.plan().build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "npm@10.8.2|npm 10.8.2, npm install|npm 10.8.2",
        "npm@11.6.0|npm install|npm 11",
        "npm@99.0.0|npm 99.0.0, npm install|npm 99.0.0",
        "pnpm@9.15.0|pnpm 9.15.0, pnpm install|pnpm 9.15.0",
        "pnpm@9.15.0+sha512.0ff|pnpm 9.15.0, pnpm install|pnpm 9.15.0",
        "pnpm@10|pnpm 10, pnpm install|pnpm 10",
        "bun@1.2.3|bun 1.2.3, bun install|bun 1.2.3",
        "yarn@1.22.19|yarn 1.22.19, yarn install|yarn 1.22.19",
        "yarn@4.9.2|yarn 4.9.2, yarn install|yarn 4.9.2",
        "yarn@4.0.0-rc.53|yarn 4.0.0-rc.53, yarn install|yarn 4.0.0-rc.53"
      })
  void theOneThatIsNamedIsTaken(String named, String steps, String version) {
    MemoryTree tree = app(", \"packageManager\": \"" + named + "\"");
    assertThat(String.join(", ", titles(tree))).isEqualTo(steps);
    assertThat(tree.plan().versions().stream().skip(1).map(v -> v.tool() + " " + v.version()))
        .isEqualTo(version == null ? List.of() : List.of(version));
  }

  @Test
  void aStepThatReadsNoFileSaysNothingOfFiles() {
    MemoryTree tree = app(", \"packageManager\": \"pnpm@9.15.0\"");
    assertThat(PlanText.whole(PlanDetails.of("shop", "", tree.plan(), "")))
        .anyMatch(line -> line.endsWith("pnpm 9.15.0   (cache: npm)"))
        .anyMatch(line -> line.contains("pnpm install   (reads package.json"));
  }

  /** The nearer a file is to the tool, the more it counts; engines is what all else is under. */
  @Test
  void theVersionOfNodeIsThatOfItsNearestFile() {
    MemoryTree tree = app(", \"engines\": {\"node\": \"20.x\"}");
    assertThat(node(tree)).isEqualTo("20 engines \"20.x\"");
    tree.and(".tool-versions", "python 3.12.1\nnodejs 22.3.0\n");
    assertThat(node(tree)).isEqualTo("22 .tool-versions \"22.3.0\"");
    tree.and(".nvmrc", "v24\n");
    assertThat(node(tree)).isEqualTo("24 .nvmrc \"v24\"");
    tree.and(".node-version", "20.11.1\n");
    assertThat(node(tree)).isEqualTo("20 .node-version \"20.11.1\"");
  }

  private static String node(MemoryTree tree) {
    BuildPlan.Version node = tree.plan().versions().getFirst();
    return node.version() + " " + node.source();
  }

  @Test
  void theNpmOfNodeIsSaidToBeSo() {
    MemoryTree tree = app(", \"packageManager\": \"npm@10.9.2\"").and(".nvmrc", "22");
    assertThat(titles(tree)).containsExactly("npm install");
    assertThat(tree.plan().versions().getLast())
        .isEqualTo(
            new BuildPlan.Version(
                "npm", "10", "packageManager, the one that comes with Node.js 22"));
    assertThat(app("").plan().versions()).as("nobody asked").hasSize(1);
  }

  @Test
  void anOldLockFileOfNpmIsReadAndNamed() {
    MemoryTree old =
        app("").and("package-lock.json", "{\"name\": \"x\",\n  \"lockfileVersion\": 1,\n}");
    assertThat(titles(old)).containsExactly("npm ci");
    assertThat(old.plan().notices())
        .singleElement()
        .asString()
        .startsWith("package-lock.json was written by npm 6 or older")
        .contains("npm install");
    MemoryTree today = app("").and("package-lock.json", "{\"lockfileVersion\": 3}");
    assertThat(today.plan().notices()).isEmpty();
    MemoryTree large =
        app("").and("package-lock.json", "{\"lockfileVersion\": 1}" + " ".repeat(1 << 20));
    assertThat(large.plan().notices()).as("too large to be read").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rush@5.0.0", "pnpm", "pnpm@latest", "yarn@^4", "pnpm@9; id", "-g@1.0.0"})
  void whatIsNotOfferedIsRefusedWithTheWayOut(String named) {
    Detection.Broken broken = app(", \"packageManager\": \"" + named + "\"").broken();
    assertThat(broken.problem()).contains("package manager").contains("not offered");
    assertThat(broken.remedy()).contains("npm, pnpm, yarn or bun");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pnpm-lock.yaml|lockfileVersion: '9.0'|pnpm 10",
        "pnpm-lock.yaml|lockfileVersion: '6.0'|pnpm 8",
        "pnpm-lock.yaml|lockfileVersion: 5.4|pnpm 7",
        "pnpm-lock.yaml|something else|pnpm 10",
        "yarn.lock|# yarn lockfile v1|yarn 1",
        "yarn.lock|'__metadata:\n  version: 8'|yarn 4",
        "yarn.lock|'__metadata:\n  version: 6'|yarn 3",
        ".yarnrc.yml|yarnPath: .yarn/releases/yarn-3.6.4.cjs|yarn 3.6.4"
      })
  void aLockFileTellsWhoWroteIt(String file, String text, String version) {
    MemoryTree tree = app("").and(file, text);
    assertThat(titles(tree)).first().isEqualTo(version);
  }

  @Test
  void ofTwoLockFilesOneIsTakenAndTheOtherNamed() {
    MemoryTree tree =
        app("").and("package-lock.json", "{}").and("yarn.lock", "").and("pnpm-lock.yaml", "");
    assertThat(titles(tree)).contains("pnpm install");
    assertThat(tree.plan().notices())
        .anyMatch(n -> n.startsWith("yarn.lock is not read: packages are installed by pnpm"))
        .anyMatch(n -> n.startsWith("package-lock.json is not read"))
        .hasSize(2);
    MemoryTree named = app(", \"packageManager\": \"npm@10.8.2\"").and("package-lock.json", "{}");
    named.and("yarn.lock", "");
    assertThat(titles(named)).containsExactly("npm 10.8.2", "npm ci");
    assertThat(named.plan().notices()).hasSize(1);
  }

  @Test
  void aMissingLockFileIsNamedByTheOneThatIsMissed() {
    MemoryTree tree = app(", \"packageManager\": \"pnpm@9.1.0\"");
    assertThat(tree.plan().notices()).first().asString().startsWith("There is no pnpm-lock.yaml");
    assertThat(recipe(tree).steps().getLast().commands().getFirst())
        .contains("--no-frozen-lockfile");
  }

  @Test
  void aLockedInstallIsExactlyThat() {
    MemoryTree pnpm = app("").and("pnpm-lock.yaml", "lockfileVersion: '9.0'");
    assertThat(recipe(pnpm).steps().getLast().commands().getFirst())
        .contains("--frozen-lockfile", "--prod=true");
    MemoryTree classic = app("").and("yarn.lock", "");
    assertThat(recipe(classic).steps().getLast().commands().getFirst())
        .contains("--frozen-lockfile");
    MemoryTree berry = app("").and("yarn.lock", "").and(".yarnrc.yml", "");
    assertThat(recipe(berry).steps().getLast().commands().getFirst()).contains("--immutable");
    assertThat(berry.plan().notices()).anyMatch(n -> n.contains("Plug'n'Play"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pnpm-lock.yaml|patches/x.patch|''",
        "pnpm-lock.yaml|pnpm-workspace.yaml|'patchedDependencies:\n  a: b'",
        "pnpm-lock.yaml|.pnpmfile.cjs|''",
        ".yarnrc.yml|.yarn/plugins/a.cjs|''"
      })
  void whatReadsTheTreeGetsIt(String sign, String file, String text) {
    MemoryTree tree = app("").and(sign, "");
    assertThat(recipe(tree).steps().getLast().needs()).doesNotContain(".");
    assertThat(recipe(tree.and(file, text)).steps().getLast().needs()).containsExactly(".");
  }

  @Test
  void theManagerIsThereForTheProcessesToo() {
    Recipe recipe = recipe(app("").and("pnpm-lock.yaml", ""));
    assertThat(recipe.path()).contains(".paas/tools/bin");
    assertThat(recipe.fromBuild()).containsExactly(".paas/tools", "node_modules");
  }
}
