package paas.buildpacks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LeafTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("paas.buildpacks");

  @Test
  void knowsOnlyTheJdkAndItsParsers() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "paas.buildpacks..",
            "java..",
            "javax.xml.stream..",
            "com.fasterxml.jackson..",
            "org.yaml.snakeyaml..",
            "org.jspecify..")
        .check(CLASSES);
  }

  /** Of java.net, what reads and writes addresses connects to nothing. */
  private static final String CONNECTS = "java\\.net\\.(?!(URI|URISyntaxException|URLEncoder)$).*";

  @Test
  void runsNothing() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.(Process|ProcessBuilder|Runtime)|" + CONNECTS)
        .check(CLASSES);
  }
}
