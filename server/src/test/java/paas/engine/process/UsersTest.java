package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.model.AppId;
import paas.model.Artifact;
import paas.model.InstanceName;
import paas.model.UserError;

/** As root: a user for each app. */
@Timeout(60)
class UsersTest {
  private static final AppId OTHER = new AppId(2);
  private final Path folder = Samples.openFolder();
  private final Heard heard = new Heard();

  @BeforeEach
  void demandRoot() {
    assumeTrue(Users.of(200_000).separate(), "only root can give apps users of their own");
  }

  @AfterEach
  void clean() {
    Commands.removeTree(folder);
  }

  @Test
  void appsAreStrangersToEachOther() throws Exception {
    Path data = folder.resolve("data");
    try (ProcessEngine engine = ProcessEngine.open(Samples.settings(data), heard)) {
      Artifact artifact = Samples.buildNothing(engine, Samples.APP, 1);
      Samples.buildNothing(engine, OTHER, 1);
      String other = data + "/slugs/a2/d1/input.txt";
      String line =
          "id -u; id -G; cat input.txt; echo ~; whoami 2>/dev/null; echo $USER;"
              + " cat "
              + other
              + " 2>/dev/null || echo closed;"
              + " touch "
              + data
              + "/x 2>/dev/null || echo closed;"
              + " echo mine >input.txt && cat input.txt; grep CapEff /proc/self/status";
      InstanceName name = Samples.name(Samples.APP, 1);
      engine.start(Samples.spec(name, artifact, line));
      Samples.awaitEnd(engine, name);
      assertThat(heard.all())
          .containsExactly(
              "200001",
              "200001",
              "input",
              data + "/home/a1",
              "a1",
              "closed",
              "closed",
              "mine",
              "CapEff:\t0000000000000000");
      engine.forget(Samples.APP);
      engine.forget(OTHER);
      assertThat(data.resolve("slugs/a1")).doesNotExist();
    }
  }

  @Test
  void folderThatAppsCannotReachIsRefusedByName() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Path data = closed.resolve("deep/data");
    assertThatThrownBy(() -> ProcessEngine.open(Samples.settings(data), heard))
        .asInstanceOf(type(UserError.class))
        .satisfies(e -> {
          assertThat(e.what()).contains(closed + " lets only its owner in");
          assertThat(e.remedy()).contains("/var/lib/paas");
        });
    assertThat(data).doesNotExist();
  }

  @Test
  void programThatOnlyRootReachesIsNamedAndPassedOver() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path program = Files.writeString(closed.resolve("node"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    ProcessSettings settings = Samples.settings(folder.resolve("data"), closed + ":/usr/bin:/bin");
    try (ProcessEngine engine = ProcessEngine.open(settings, heard)) {
      List<String> facts = engine.check().facts();
      assertThat(facts)
          .anyMatch(fact ->
              fact.startsWith("node: ")
                  && fact.contains(program + " is passed over: only root can reach it"));
      assertThat(facts).noneMatch(fact -> fact.startsWith("node: " + program));
    }
  }

  /** The place that is taken when nobody names one. */
  @Test
  void defaultDataFolderIsReachable() throws Exception {
    Path data = Files.createTempDirectory(Path.of("/var/lib"), "paas-test");
    Files.setPosixFilePermissions(data, Set.copyOf(PosixFilePermissions.fromString("rwx------")));
    try (ProcessEngine engine = ProcessEngine.open(Samples.settings(data), heard)) {
      Artifact artifact = Samples.buildNothing(engine, Samples.APP, 1);
      InstanceName name = Samples.name(Samples.APP, 1);
      engine.start(Samples.spec(name, artifact, "cat input.txt"));
      assertThat(Samples.awaitEnd(engine, name).exitCode()).isZero();
      assertThat(heard.all()).containsExactly("input");
      engine.stop(name, Duration.ZERO);
    } finally {
      Commands.removeTree(data);
    }
  }
}
