package paas.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses PROXY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("paas");
  private static final String[] IO = {"org.xnio..", "io.undertow.."};

  @Test
  void theProxyIsALeaf() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net.ssl",
            "com.sun.net.httpserver",
            "paas.proxy..",
            "org.xnio..",
            "io.undertow..",
            "io.netty..",
            "com.fasterxml.jackson..",
            "org.slf4j..",
            "org.jspecify..")
        .check(PROXY);
  }

  @Test
  void rulesOfHttpNeedOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage("paas.proxy.http")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "paas.proxy.http", "org.jspecify..")
        .check(PROXY);
  }

  @Test
  void tableClaimAndPoolKnowNoTransport() {
    Class<?>[] free = {
      RouteTable.class,
      AppRoute.class,
      Target.class,
      Routes.class,
      LiveRoute.class,
      LiveTarget.class,
      Claims.class,
      KeptConnections.class,
      TableFile.class,
      LogRing.class,
      RequestLine.class,
    };
    for (Class<?> part : free) {
      noClasses()
          .that()
          .belongToAnyOf(part)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(IO)
          .check(PROXY);
    }
  }
}
