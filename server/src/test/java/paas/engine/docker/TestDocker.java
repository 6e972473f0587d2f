package paas.engine.docker;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/** The Docker engine of this machine, as far as tests may use it. */
final class TestDocker {
  private TestDocker() {}

  /** Skips the test aloud where there is none, unless PAAS_TEST_REQUIRE names docker. */
  static Discovery.Reachable find() {
    return switch (Discovery.look(System.getenv())) {
      case Discovery.Reachable found -> found;
      case Discovery.NoPermission closed -> skip(closed.problem());
      case Discovery.Absent absent -> skip(absent.problem());
    };
  }

  private static Discovery.Reachable skip(String why) {
    if (System.getenv().getOrDefault("PAAS_TEST_REQUIRE", "").contains("docker")) {
      throw new AssertionError("PAAS_TEST_REQUIRE asks for Docker: " + why);
    }
    System.err.println("SKIPPED, not tested: the Docker engine (" + why + ")");
    return Assumptions.abort(why);
  }

  /** An id that no other test run on this engine has. */
  static String newInstanceId() {
    return "t" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  }
}
