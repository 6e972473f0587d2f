package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.Recipe;

/** Apps of Deno. */
class DenoTest {
  private static final String TOLD = "export DENO_SERVE_ADDRESS=tcp:0.0.0.0:$PORT; exec ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deno run -A main.ts|deno run -A main.ts",
        "deno run -A a.ts && echo|deno task start",
        "deno serve -A main.ts|deno serve --host 0.0.0.0 --port $PORT -A main.ts"
      })
  void itsTaskIsToldWhereToListen(String task, String command) {
    MemoryTree tree = MemoryTree.with("deno.json", "{\"tasks\": {\"start\": \"" + task + "\"}}");
    assertThat(tree.web().command()).isEqualTo(TOLD + command);
  }

  @Test
  void withoutATaskItsUsualFileIsStarted() {
    MemoryTree tree = MemoryTree.with("deno.jsonc", "{\n  // nothing yet\n}").and("main.ts", "");
    assertThat(tree.web().command()).isEqualTo(TOLD + "deno run --allow-all main.ts");
    tree.and("main.ts", "export default {\n  fetch() {}\n}\n");
    assertThat(tree.web().command())
        .isEqualTo("exec deno serve --host 0.0.0.0 --port $PORT --allow-all main.ts");
  }

  @Test
  void theImageHasDenoAndNoNode() {
    Recipe recipe = (Recipe) MemoryTree.with("deno.json", "{}").and("main.ts", "").plan().build();
    assertThat(recipe.runtimeImage()).startsWith("debian:");
    assertThat(recipe.fromBuild()).containsExactly(".paas/tools", ".paas/deno");
  }

  @Test
  void anAppThatAnotherManagerInstallsIsNotOfDeno() {
    MemoryTree tree =
        MemoryTree.with("deno.json", "{}")
            .and("package.json", "{\"main\": \"a.js\"}")
            .and("a.js", "")
            .and("package-lock.json", "{}");
    assertThat(tree.plan().language()).isEqualTo("Node.js");
  }
}
