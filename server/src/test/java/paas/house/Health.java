package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What must be true of a house whenever nothing is under way in it, looked at from outside. */
final class Health {
  private Health() {}

  /** Who answers: the same process has the same number and the same start. */
  static String identity(House house, String app) throws IOException {
    Web.Answer answer = house.web(app).get("/");
    assertThat(answer.field("app")).isEqualTo(app);
    return answer.field("release") + " " + answer.field("pid") + " " + answer.field("start");
  }

  /** Where the server's branch stands; empty when there is none. */
  static String branch(Project project) {
    return branch("paas", project);
  }

  /** The same of another remote. */
  static String branch(String remote, Project project) {
    return project.git("ls-remote", remote, "refs/heads/main").ok().out().split("\t", -1)[0];
  }

  /** Waits until the house is well by its own word, and looks whether that is true. */
  static void await(House house) throws IOException {
    Awaitility.await()
        .atMost(House.SOON)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> house.desk().paas("doctor", "--format", "json").ok());
    // A collection of garbage may be under way, which has locks too, but not for long.
    Awaitility.await()
        .atMost(House.SOON)
        .pollInterval(Duration.ofMillis(200))
        // What is walked through may go away meanwhile.
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(
            () -> assertThat(left(house)).as("left behind\n%s", house.words()).isEmpty());
  }

  /** Files that only a push or a deploy under way may have. */
  private static List<Path> left(House house) throws IOException {
    Path builds = house.data().resolve("builds");
    try (Stream<Path> files = Files.walk(house.data().resolve("repositories"));
        Stream<Path> exports = Files.list(builds)) {
      return Stream.concat(
              files.filter(file ->
                  file.getFileName().toString().matches("incoming_.*|.*\\.lock|.*\\.unfinished")),
              exports)
          .toList();
    }
  }
}
