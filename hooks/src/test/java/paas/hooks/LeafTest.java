package paas.hooks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** This module knows the JDK, JGit and a logger, and no other part of the house. */
final class LeafTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("paas");

  @Test
  void aLeafKnowsNobody() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "paas.hooks..",
            "java..",
            "javax.net.ssl",
            "org.eclipse.jgit..",
            "org.slf4j",
            "org.jspecify.annotations")
        .check(CLASSES);
  }
}
