package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;

/** Rust: packages, workspaces, several programs, libraries of the system. */
class RustTest {
  private static final String LOCK = "version = 4\n";

  private static MemoryTree crate(String toml) {
    return MemoryTree.with("Cargo.toml", "[package]\nname = \"shop\"\n" + toml)
        .and("src/main.rs", "fn main() {}")
        .and("Cargo.lock", LOCK);
  }

  private static MemoryTree workspace(String toml) {
    return MemoryTree.with("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n" + toml)
        .and("Cargo.lock", LOCK)
        .and("crates/admin/Cargo.toml", "[package]\nname = \"admin\"\n")
        .and("crates/admin/src/main.rs", "")
        .and(
            "crates/shop/Cargo.toml",
            "[package]\nname = \"shop\"\n[dependencies]\nlib = {path = \"../lib\"}\n")
        .and("crates/shop/src/main.rs", "")
        .and("crates/lib/Cargo.toml", "[package]\nname = \"lib\"\n")
        .and("crates/lib/src/lib.rs", "");
  }

  private static Recipe recipe(BuildPlan plan) {
    return (Recipe) plan.build();
  }

  private static List<BuildStep> installs(MemoryTree tree) {
    return recipe(tree.plan()).steps().stream()
        .filter(step -> step.role() == BuildStep.Role.INSTALL)
        .toList();
  }

  @Test
  void cratesAreFetchedBeforeTheSourceIsThere() {
    BuildStep fetch = installs(crate("")).getFirst();
    assertThat(fetch.needs()).containsExactly("Cargo.toml", "Cargo.lock");
    assertThat(fetch.commands())
        .containsExactly(
            List.of("mkdir", "-p", "src"),
            List.of("touch", "src/main.rs"),
            List.of("cargo", "fetch", "--locked"));
    assertThat(installs(workspace("default-members = [\"crates/shop\"]\n")).getFirst().needs())
        .contains("crates/lib/Cargo.toml", "crates/shop/Cargo.toml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'[dependencies]\na = {path = \"../a\"}'",
        "'[dependencies]\na = {path = \"a\"}'",
        "'[[bench]]\nname = \"b\"'"
      })
  void whatCargoWantsToSeeFirstIsNotFetchedAhead(String toml) {
    assertThat(installs(crate(toml))).isEmpty();
    assertThat(crate(toml).web().command()).isEqualTo("target/release/shop");
  }

  @Test
  void ofSeveralMembersTheAppSaysWhichServes() {
    assertThat(workspace("").broken().remedy()).contains("default-run").contains("Procfile");
    assertThat(workspace("default-members = [\"crates/shop\"]\n").web().command())
        .isEqualTo("target/release/shop");
    MemoryTree named =
        workspace("")
            .and("crates/admin/Cargo.toml", "[package]\nname = \"admin\"\ndefault-run = \"admin\"");
    assertThat(named.web().command()).isEqualTo("target/release/admin");
  }

  @Test
  void aMemberOfAWorkspaceIsBuiltWithItsNeighbours() {
    Map<String, String> config = Map.of("PAAS_ROOT", "crates/shop");
    if (!(Detector.standard().detect(workspace(""), "shop", config)
        instanceof Detection.Detected(BuildPlan plan))) {
      throw new AssertionError(Detector.standard().detect(workspace(""), "shop", config));
    }
    assertThat(plan.root()).isEmpty();
    assertThat(recipe(plan).steps().getLast().commands().get(1))
        .contains("--manifest-path", "crates/shop/Cargo.toml", "--bin", "shop")
        .doesNotContain("admin");
    assertThat(plan.processes().get("web"))
        .extracting(web -> web.command())
        .isEqualTo("cd crates/shop && exec target/release/shop");
  }

  @Test
  void rocketIsToldWhereToListen() {
    MemoryTree tree = crate("[dependencies]\nrocket = \"0.5\"\n");
    assertThat(tree.web().command()).isEqualTo("env ROCKET_PORT=$PORT target/release/shop");
    assertThat(recipe(tree.plan()).env()).containsEntry("ROCKET_ADDRESS", "0.0.0.0");
  }

  @ParameterizedTest
  @CsvSource({"openssl-sys,libssl-dev", "pq-sys,libpq-dev", "serde,"})
  void librariesOfTheSystemAreInstalled(String crate, String expected) {
    MemoryTree tree = crate("").and("Cargo.lock", "[[package]]\nname = \"" + crate + "\"\n");
    if (expected == null) {
      assertThat(recipe(tree.plan()).packages()).isEmpty();
    } else {
      assertThat(recipe(tree.plan()).packages()).contains(expected);
      assertThat(recipe(tree.and("Cargo.lock", "name = \"openssl-src\"\n").plan()).packages())
          .doesNotContain(expected);
    }
  }

  @Test
  void theToolchainOfTheImageIsNotFetchedAgain() {
    MemoryTree tree = crate("").and("rust-toolchain.toml", "[toolchain]\nchannel = \"stable\"\n");
    assertThat(recipe(tree.plan()).steps().getLast().commands())
        .startsWith(List.of("rm", "rust-toolchain.toml"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'[package]\nname = shop'|2|column 8",
        "'[workspace]\nmembers = [\"a\"]'|0|the member a, and there is no Cargo.toml",
        "'[package]\nname = \"a\"'|0|makes no program",
        "'[workspace]\nmembers = []'|0|makes no program",
        "'[package]\n<<<<<<< HEAD'|2|merge marker"
      })
  void aBrokenManifestIsNamedByItsLine(String toml, int line, String problem) {
    Detection.Broken broken = MemoryTree.with("Cargo.toml", toml).broken();
    assertThat(broken.line()).isEqualTo(line);
    assertThat(broken.problem()).contains(problem);
  }
}
