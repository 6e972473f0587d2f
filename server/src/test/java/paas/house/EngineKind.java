package paas.house;

import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** The engines that a house is tried on. */
enum EngineKind {
  PROCESS,
  DOCKER;

  String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Skips the test aloud where this engine is not there, unless it has to be. */
  void assumeThere() {
    if (this == PROCESS || Shell.run("docker", "version").exit() == 0) {
      return;
    }
    String why = "no Docker engine answers here";
    if (System.getenv().getOrDefault("PAAS_TEST_REQUIRE", "").contains("docker")) {
      throw new AssertionError("PAAS_TEST_REQUIRE asks for Docker: " + why);
    }
    System.err.println("SKIPPED, not tested: the whole house on Docker (" + why + ")");
    Assumptions.abort(why);
  }
}
