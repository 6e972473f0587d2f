package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;

/** Builds of Gradle. */
class GradleTest {
  private static final String BOOT = "plugins { id 'org.springframework.boot' version '3.5.7' }\n";

  private static MemoryTree build(String script) {
    return MemoryTree.with("build.gradle", script)
        .and("settings.gradle", "rootProject.name = 'shop'\n");
  }

  private static Recipe recipe(MemoryTree tree) {
    return (Recipe) tree.plan().build();
  }

  private static List<String> command(MemoryTree tree) {
    return recipe(tree).steps().getLast().commands().getLast();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "implementation 'org.springframework.boot:spring-boot-starter-actuator'|/actuator/health",
        "implementation(libs.spring.boot.starter.actuator)|/actuator/health",
        "// implementation 'org.springframework.boot:spring-boot-starter-actuator'|",
        "implementation 'org.springframework.boot:spring-boot-starter-web'|"
      })
  void theActuatorSaysWhenItIsWell(String dependency, String path) {
    MemoryTree tree = build(BOOT + "dependencies {\n  " + dependency + "\n}\n");
    assertThat(tree.plan().healthPath()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id 'org.springframework.boot' version '3'|bootJar|-jar build/libs/shop-1.jar",
        "id(\"io.quarkus\")|quarkusBuild|-jar build/quarkus-app/quarkus-run.jar",
        "id 'application'|installDist|build/install/shop/bin/shop",
        "id 'io.micronaut.application' version '4'|installDist|env MICRONAUT_SERVER_PORT=$PORT"
            + " build/install/shop/bin/shop",
        "id(\"io.ktor.plugin\")|installDist|build/install/shop/bin/shop -port=$PORT",
        "id 'com.gradleup.shadow'|shadowJar|-jar build/libs/shop-1-all.jar"
      })
  void whatAPluginMakesIsStarted(String plugin, String task, String end) {
    MemoryTree tree = build("plugins {\n  " + plugin + "\n}\nversion = '1'\n");
    assertThat(command(tree)).startsWith("gradle").endsWith(task);
    assertThat(tree.web().command()).endsWith(end);
  }

  @Test
  void aCatalogNamesPluginsByAlias() {
    MemoryTree tree =
        MemoryTree.with(
                "build.gradle.kts",
                "plugins {\n  alias(libs.plugins.spring.boot)\n  kotlin(\"jvm\")\n}\n")
            .and("settings.gradle.kts", "rootProject.name = \"shop\"\n")
            .and(
                "gradle/libs.versions.toml",
                """
                [plugins]
                spring-boot = { id = "org.springframework.boot", version = "3.5.7" }
                """);
    assertThat(tree.web().command()).endsWith("-jar build/libs/*.jar");
    assertThat(tree.plan().language()).isEqualTo("Kotlin");
    tree.and("gradle/libs.versions.toml", "[plugins]\nspring-boot = {\n");
    assertThat(tree.broken().file()).isEqualTo("gradle/libs.versions.toml");
  }

  @Test
  void theProjectThatStartsIsFoundAmongSeveral() {
    MemoryTree tree =
        build(BOOT.replace("'3.5.7'", "'3.5.7' apply false"))
            .and("settings.gradle", "rootProject.name = 'shop'\ninclude 'lib', ':apps:web'\n")
            .and("gradle.properties", "version=2.0\n")
            .and("lib/build.gradle", "plugins { id 'java-library' }\n")
            .and("apps/web/build.gradle", BOOT);
    assertThat(command(tree)).endsWith(":apps:web:bootJar");
    assertThat(tree.web().command()).endsWith("-jar apps/web/build/libs/web-2.0.jar");
    tree.and("lib/build.gradle", BOOT);
    assertThat(tree.broken().problem()).contains("several projects").contains("lib, apps/web");
    Map<String, String> config = Map.of("PAAS_ROOT", "apps/web");
    if (!(Detector.standard().detect(tree, "shop", config)
        instanceof Detection.Detected(BuildPlan plan))) {
      throw new AssertionError(Detector.standard().detect(tree, "shop", config));
    }
    assertThat(Objects.requireNonNull(plan.processes().get("web")).command())
        .endsWith("apps/web/build/libs/web-2.0.jar");
  }

  @Test
  void theWrapperIsUsedWhenItIsWhole() {
    MemoryTree tree = build(BOOT).and("gradlew", "#!/bin/sh\n");
    assertThat(recipe(tree).buildImage()).isEqualTo("gradle:8-jdk21");
    assertThat(tree.plan().notices()).anyMatch(n -> n.startsWith("gradlew is there without"));
    tree.and("gradle/wrapper/gradle-wrapper.jar", "x")
        .and("gradle/wrapper/gradle-wrapper.properties", distribution("8.10.2"));
    assertThat(command(tree)).startsWith("sh", "./gradlew", "--no-daemon");
    assertThat(recipe(tree).buildImage()).isEqualTo("eclipse-temurin:21-jdk");
    assertThat(tree.plan().notices()).isEmpty();
    tree.and("gradle/wrapper/gradle-wrapper.properties", distribution("7.6.4"));
    assertThat(recipe(tree).buildImage()).isEqualTo("eclipse-temurin:17-jdk");
  }

  private static String distribution(String version) {
    return "distributionUrl=https\\://services.gradle.org/distributions/gradle-"
        + version
        + "-bin.zip\n";
  }

  @ParameterizedTest
  @CsvSource({
    "java { toolchain { languageVersion = JavaLanguageVersion.of(17) } },17",
    "kotlin { jvmToolchain(25) },25",
    "sourceCompatibility = JavaVersion.VERSION_11,17",
    "sourceCompatibility = '1.8',17",
    "'',21"
  })
  void theJavaIsReadFromTheBuildFile(String line, String version) {
    MemoryTree tree = build(BOOT + line + "\n");
    assertThat(tree.plan().versions().getFirst().version()).isEqualTo(version);
  }

  @Test
  void aToolchainThatIsNotOfferedIsRefused() {
    MemoryTree tree =
        build(BOOT + "java { toolchain { languageVersion = JavaLanguageVersion.of(11) } }");
    assertThat(tree.broken().file()).isEqualTo("build.gradle");
    assertThat(tree.broken().problem()).contains("asks for Java \"11\"");
  }

  @Test
  void theTaskOfHerokusConventionIsRun() {
    MemoryTree tree =
        build("plugins { id 'java' }\ntasks.register('stage') {}\n")
            .and("Procfile", "web: java -jar build/libs/shop.jar\n");
    assertThat(command(tree)).endsWith("stage");
    assertThat(recipe(tree).fromBuild()).containsExactly(".");
  }

  @Test
  void whatCannotBeStartedIsSaidWithTheWayOut() {
    MemoryTree tree = MemoryTree.with("build.gradle", "plugins {\n  id 'application'\n}\n");
    assertThat(tree.broken().remedy()).contains("rootProject.name").contains("Procfile");
  }
}
