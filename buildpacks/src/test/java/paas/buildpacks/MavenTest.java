package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;

/** What frameworks and modules make of a project of Maven. */
class MavenTest {
  private static String plugin(String name, String inside) {
    return "<build><plugins><plugin><artifactId>"
        + name
        + "</artifactId>"
        + inside
        + "</plugin></plugins></build>";
  }

  private static String project(String inside) {
    return "<project><artifactId>shop</artifactId><version>1</version>" + inside + "</project>";
  }

  private static MemoryTree pom(String inside) {
    return MemoryTree.with("pom.xml", project(inside));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application.properties|spring.application.name=shop|/actuator/health",
        "application.yml|'management:\n  endpoints:\n    web:\n      exposure:\n        include: health'"
            + "|/actuator/health",
        "application.properties|management.server.port=9001|",
        "application.properties|management.endpoints.web.base-path=/manage|",
        "application.properties|server.servlet.context-path=/shop|",
        "application.yml|'management:\n  server:\n    port: 9001'|",
        "config/application.yaml|'server:\n  servlet:\n    contextPath: /shop'|"
      })
  void theActuatorSaysWhenItIsWell(String file, String text, String path) {
    String actuator =
        "<dependency><artifactId>spring-boot-starter-actuator</artifactId></dependency>";
    String boot = plugin("spring-boot-maven-plugin", "");
    MemoryTree with = pom("<dependencies>" + actuator + "</dependencies>" + boot);
    assertThat(with.and("src/main/resources/" + file, text).plan().healthPath()).isEqualTo(path);
    assertThat(pom(boot).and("src/main/resources/" + file, text).plan().healthPath()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus-maven-plugin,-Dquarkus.http.port=$PORT,target/quarkus-app/quarkus-run.jar",
    "micronaut-maven-plugin,-Dmicronaut.server.port=$PORT,target/shop-1.jar",
    "spring-boot-maven-plugin,-Dserver.port=$PORT,target/shop-1.jar"
  })
  void aFrameworkIsToldItsPort(String plugin, String option, String jar) {
    assertThat(pom(plugin(plugin, "")).web().command())
        .startsWith("java $JAVA_OPTS ")
        .contains(" " + option + " ")
        .endsWith(" -jar " + jar);
  }

  @Test
  void theHeapFitsTheContainer() {
    Recipe recipe = (Recipe) pom(plugin("spring-boot-maven-plugin", "")).plan().build();
    assertThat(recipe.env()).containsEntry("JAVA_OPTS", "-XX:MaxRAMPercentage=75.0");
  }

  @Test
  void quarkusMayMakeOneJar() {
    MemoryTree tree =
        pom(plugin("quarkus-maven-plugin", ""))
            .and(
                "src/main/resources/application.properties", "quarkus.package.jar.type=uber-jar\n");
    assertThat(tree.web().command()).endsWith("-jar target/shop-1-runner.jar");
  }

  @Test
  void springBootMayMakeAWarAndASecondJar() {
    assertThat(
            pom("<packaging>war</packaging>" + plugin("spring-boot-maven-plugin", ""))
                .web()
                .command())
        .endsWith("-jar target/shop-1.war");
    String exec = "<configuration><classifier>exec</classifier></configuration>";
    assertThat(pom(plugin("spring-boot-maven-plugin", exec)).web().command())
        .endsWith("-jar target/shop-1-exec.jar");
  }

  @Test
  void withoutAJarThatStartsTheClassIsStarted() {
    MemoryTree tree = pom("<properties><exec.mainClass>shop.Main</exec.mainClass></properties>");
    assertThat(tree.web().command())
        .isEqualTo("java $JAVA_OPTS -cp 'target/classes:target/dependency/*' shop.Main");
    assertThat(((Recipe) tree.plan().build()).steps().getFirst().commands().getFirst())
        .endsWith("package", "dependency:copy-dependencies", "-DincludeScope=runtime");
    String run = "<configuration><mainClass>shop.Other</mainClass></configuration>";
    assertThat(pom(plugin("exec-maven-plugin", run)).web().command()).endsWith(" shop.Other");
  }

  @Test
  void kotlinIsCalledByItsName() {
    assertThat(
            pom("<properties><exec.mainClass>a.BKt</exec.mainClass></properties>"
                    + plugin("kotlin-maven-plugin", ""))
                .plan()
                .language())
        .isEqualTo("Kotlin");
  }

  private static MemoryTree modules() {
    return MemoryTree.with(
            "pom.xml",
            project(
                "<packaging>pom</packaging><modules><module>lib</module><module>web</module></modules>"
                    + "<properties><revision>7</revision><java.version>17</java.version></properties>"))
        .and("lib/pom.xml", "<project><artifactId>lib</artifactId></project>")
        .and(
            "web/pom.xml",
            "<project><artifactId>web</artifactId><version>${revision}</version>"
                + plugin("spring-boot-maven-plugin", "")
                + "</project>");
  }

  @Test
  void theModuleThatStartsIsFound() {
    assertThat(modules().web().command()).endsWith(" -jar web/target/web-7.jar");
    Recipe recipe = (Recipe) modules().plan().build();
    assertThat(recipe.fromBuild()).containsExactly("web/target");
    assertThat(recipe.runtimeImage()).isEqualTo("eclipse-temurin:17-jre");
  }

  @Test
  void ofSeveralModulesTheAppSaysWhich() {
    MemoryTree tree = modules().and("lib/pom.xml", project(plugin("spring-boot-maven-plugin", "")));
    assertThat(tree.broken().problem()).contains("several modules").contains("lib, web");
    assertThat(tree.broken().remedy()).contains("root");
    Map<String, String> config = Map.of("PAAS_ROOT", "web");
    if (!(Detector.standard().detect(tree, "shop", config)
        instanceof Detection.Detected(BuildPlan plan))) {
      throw new AssertionError(Detector.standard().detect(tree, "shop", config));
    }
    assertThat(((Recipe) plan.build()).steps().getFirst().commands().getFirst())
        .containsSequence(List.of("-pl", "web", "-am", "package"));
    assertThat(plan.root()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "system.properties,java.runtime.version=17,17",
    ".tool-versions,java temurin-17.0.9+9,17",
    ".sdkmanrc,java=25.0.1-tem,25"
  })
  void theJavaIsReadWherePeopleWriteIt(String file, String text, String version) {
    MemoryTree tree = pom(plugin("spring-boot-maven-plugin", "")).and(file, text + "\n");
    assertThat(tree.plan().versions().getFirst().version()).isEqualTo(version);
  }

  @Test
  void aBrokenModuleIsNamedByFileAndLine() {
    Detection.Broken broken = modules().and("lib/pom.xml", "<project>\n<oops").broken();
    assertThat(broken.file()).isEqualTo("lib/pom.xml");
    assertThat(broken.line()).isEqualTo(2);
  }
}
