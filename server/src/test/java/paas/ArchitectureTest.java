package paas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The floors of docs/architecture.md, as law. */
class ArchitectureTest {
  private static JavaClasses house;

  @BeforeAll
  static void read() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("paas");
  }

  @Test
  void aFloorUsesOnlyTheFloorsBelowIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("house")
        .definedBy("paas")
        .layer("doors")
        .definedBy("paas.ssh..", "paas.cli..")
        .layer("ops")
        .definedBy("paas.ops..")
        .layer("supervise")
        .definedBy("paas.supervise..")
        .layer("deploy")
        .definedBy("paas.deploy..")
        .layer("acme")
        .definedBy("paas.acme..")
        .layer("route")
        .definedBy("paas.route..")
        .layer("tls")
        .definedBy("paas.tls..")
        .layer("domains")
        .definedBy("paas.domains..")
        .layer("logs")
        .definedBy("paas.logs..")
        .layer("operator")
        .definedBy("paas.operator..")
        .layer("engine")
        .definedBy("paas.engine..")
        .layer("store")
        .definedBy("paas.store..")
        .layer("model")
        .definedBy("paas.model..")
        .whereLayer("house")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("doors")
        .mayOnlyBeAccessedByLayers("house")
        .whereLayer("ops")
        .mayOnlyBeAccessedByLayers("doors", "house")
        .whereLayer("supervise")
        .mayOnlyBeAccessedByLayers("ops", "house")
        .whereLayer("deploy")
        .mayOnlyBeAccessedByLayers("supervise", "ops", "house")
        .whereLayer("acme")
        .mayOnlyBeAccessedByLayers("house")
        .whereLayer("route")
        .mayOnlyBeAccessedByLayers("acme", "deploy", "supervise", "ops", "house")
        .whereLayer("tls")
        .mayOnlyBeAccessedByLayers("acme", "route", "ops", "house")
        .whereLayer("domains")
        .mayOnlyBeAccessedByLayers("acme", "route", "ops", "house")
        .whereLayer("logs")
        .mayOnlyBeAccessedByLayers("route", "deploy", "supervise", "ops", "doors", "house")
        .whereLayer("operator")
        .mayOnlyBeAccessedByLayers("deploy", "supervise", "ops", "doors", "house")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers(
            "operator", "logs", "deploy", "supervise", "ops", "doors", "house")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers(
            "acme", "tls", "route", "deploy", "supervise", "ops", "doors", "house")
        .check(house);
  }

  @Test
  void onlyTheWiringNamesAnEngine() {
    for (String engine : new String[] {"paas.engine.docker..", "paas.engine.process.."}) {
      noClasses()
          .that()
          .resideOutsideOfPackages("paas", engine)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(engine)
          .check(house);
    }
  }

  @Test
  void theModelKnowsTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("paas.model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("paas.model..", "java..", "org.jspecify..")
        .check(house);
  }

  @Test
  void theDiskKnowsTheJdkAndTheModelOnly() {
    classes()
        .that()
        .resideInAPackage("paas.disk..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("paas.disk..", "paas.model..", "java..", "org.jspecify..")
        .check(house);
  }

  @Test
  void tablesStayInTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage("paas.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jooq..", "paas.store.tables..")
        .check(house);
  }

  @Test
  void nobodyTurnsTextIntoAShellLineOfTheServer() {
    noClasses()
        .should()
        .callMethod(Runtime.class, "exec", String.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .check(house);
  }

  @Test
  void programsAreStartedInAFewKnownPlaces() {
    noClasses()
        .that()
        .resideOutsideOfPackage("paas.engine.process..")
        .and()
        .doNotHaveFullyQualifiedName("paas.AdminKeys")
        .and()
        .doNotHaveFullyQualifiedName("paas.ProxyProcess")
        .and()
        .doNotHaveFullyQualifiedName("paas.operator.HookProcess")
        .and()
        .doNotHaveFullyQualifiedName("paas.acme.DnsHook")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .check(house);
  }
}
