package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;

/** Java: single files, and projects of Maven. */
class JavaTest {
  private static final String MAIN = "  public static void main(String[] args) {}\n}\n";
  private static final String BOOT =
      "<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>";

  private static MemoryTree pom(String inside) {
    return MemoryTree.with(
        "pom.xml", "<project><artifactId>shop</artifactId>" + inside + "</project>");
  }

  private static Recipe recipe(MemoryTree tree) {
    return (Recipe) tree.plan().build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Main.java|'public class Main {\n'|Main",
        "Web.java|'package shop;\n\nfinal class Web {\n'|shop.Web",
        "Web.java|'class Other {\n'|Other",
        "Web.java|'record A() {}\nclass Web {\n'|Web"
      })
  void theClassWithTheMainMethodIsStarted(String file, String head, String started) {
    MemoryTree tree = MemoryTree.with(file, head + MAIN).and("Note.java", "class Note {}\n");
    assertThat(tree.web().command()).isEqualTo("java $JAVA_OPTS -cp .paas/classes " + started);
    assertThat(recipe(tree).steps().getFirst().commands().getFirst()).contains(file, "Note.java");
    assertThat(tree.plan().versions().getFirst().version()).isEqualTo("21");
  }

  @Test
  void aMainMethodOutsideOfAClassNeedsTheJavaThatKnowsIt() {
    MemoryTree tree = MemoryTree.with("App.java", "class Other {}\nvoid main() {}\n");
    assertThat(tree.web().command()).endsWith(" App");
    assertThat(tree.plan().versions().getFirst().version()).isEqualTo("25");
  }

  @Test
  void ofSeveralMainsOneHasToBeNamed() {
    MemoryTree tree =
        MemoryTree.with("A.java", "class A {\n" + MAIN).and("B.java", "class B {\n" + MAIN);
    assertThat(tree.broken().remedy()).contains("Main.java").contains("Procfile");
    assertThat(tree.and("Procfile", "web: java -cp .paas/classes B").plan().language())
        .isEqualTo("Java");
    assertThat(MemoryTree.with("A.java", "class A {}\n").detect())
        .isInstanceOf(Detection.Nothing.class);
  }

  @ParameterizedTest
  @CsvSource({
    ".java-version,17,17",
    ".java-version,temurin-21.0.4+7,21",
    "system.properties,java.runtime.version=21,21",
    "system.properties,java.runtime.version = 22,25",
    ".java-version,99,",
    ".java-version,newest,"
  })
  void theVersionAskedForIsTheOldest(String file, String text, String version) {
    MemoryTree tree = MemoryTree.with("Main.java", "class Main {\n" + MAIN).and(file, text);
    if (version == null) {
      assertThat(tree.broken().problem()).contains("asks for Java").contains("not offered");
    } else {
      assertThat(tree.plan().versions().getFirst().version()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "maven.compiler.release,17,17",
    "java.version,1.8,17",
    "maven.compiler.target,11,17",
    "java.version,21,21",
    "java.version,23,25",
    "java.version,${elsewhere},21"
  })
  void thePomTellsItsJava(String property, String value, String version) {
    MemoryTree tree =
        pom(
            BOOT
                + "<version>1</version><properties><"
                + property
                + ">"
                + value
                + "</"
                + property
                + "></properties>");
    assertThat(recipe(tree).buildImage()).isEqualTo("maven:3-eclipse-temurin-" + version);
    assertThat(recipe(tree).runtimeImage()).isEqualTo("eclipse-temurin:" + version + "-jre");
  }

  @Test
  void springBootIsToldItsPort() {
    MemoryTree tree =
        pom(
            "<parent><version>3.2.${minor}</version></parent>"
                + "<properties><minor>7</minor></properties>"
                + BOOT);
    assertThat(tree.web().origin()).isEqualTo("Spring Boot");
    assertThat(tree.web().command())
        .startsWith("java $JAVA_OPTS -Dserver.port=$PORT ")
        .endsWith(" -jar target/shop-3.2.7.jar");
  }

  @Test
  void aJarWithAMainClassIsStarted() {
    String plugin =
        "<plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest>"
            + "<mainClass>a.B</mainClass></manifest></archive></configuration></plugin>";
    MemoryTree tree =
        pom("<build><finalName>app</finalName><plugins>" + plugin + "</plugins></build>");
    assertThat(tree.web())
        .isEqualTo(new StartCommand("java $JAVA_OPTS -jar target/app.jar", "mainClass"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<version>1</version>",
        "<packaging>war</packaging>",
        "<packaging>pom</packaging><modules><module>a</module></modules>" + BOOT,
        "<version>${revision}</version>" + BOOT,
        "<version>$(id)</version>" + BOOT
      })
  void whatCannotBeStartedIsSaidWithTheWayOut(String inside) {
    MemoryTree tree = pom(inside);
    assertThat(tree.broken().problem()).contains("how to start");
    assertThat(tree.broken().remedy()).contains("mainClass").contains("Procfile");
    assertThat(tree.and("Procfile", "web: java -jar a/target/a.jar").web().origin())
        .isEqualTo("Procfile");
  }

  @Test
  void theWrapperIsUsedWhenItIsWhole() {
    MemoryTree tree = pom(BOOT + "<version>1</version>").and("mvnw", "#!/bin/sh\n");
    assertThat(recipe(tree).steps().getFirst().commands().getFirst()).startsWith("mvn");
    assertThat(tree.plan().notices())
        .anyMatch(notice -> notice.startsWith("mvnw is there without"));
    tree.and(".mvn/wrapper/maven-wrapper.properties", "");
    assertThat(recipe(tree).steps().getFirst().commands().getFirst()).startsWith("sh", "./mvnw");
    assertThat(recipe(tree).tools()).noneMatch(tool -> tool.name().equals("mvn"));
  }

  /** A long text that makes a careless pattern go deep, or try every beginning with every end. */
  @ParameterizedTest
  @ValueSource(strings = {"public ", "static ", "void ", "void main", "package ", " ", "\n", "a."})
  @Timeout(60)
  void aTextWrittenToBeSlowIsNot(String piece) {
    String text = piece.repeat(900_000 / piece.length());
    for (String file : List.of("Main.java", "system.properties", "pyproject.toml", "yarn.lock")) {
      MemoryTree tree = MemoryTree.with("Main.java", "class Main {\n" + MAIN);
      assertThat(tree.and(file, text).and("package.json", "{}").detect()).isNotNull();
      assertThat(MemoryTree.with("Main.java", MAIN + text).and(file, text).detect()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'<project>\n<oops>',2",
    "'<project>\n<<<<<<< HEAD\n</project>',2",
    "<html/>,1",
    "'<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><project><a>&x;</a></project>',1"
  })
  void aBrokenPomIsNamedByItsLine(String text, int line) {
    Detection.Broken broken = MemoryTree.with("pom.xml", text).broken();
    assertThat(broken.file()).isEqualTo("pom.xml");
    assertThat(broken.line()).isEqualTo(line);
  }
}
