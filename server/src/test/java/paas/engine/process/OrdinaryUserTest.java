package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same tests again as a user without privileges, when those who run them are root. */
@Timeout(240)
class OrdinaryUserTest {
  private static final String UID = "199999";

  @Test
  void contractHoldsWithoutPrivileges() throws Exception {
    assumeTrue(Users.of(200_000).separate(), "these tests run as an ordinary user already");
    Path folder = Samples.openFolder();
    try {
      Path home = Files.createDirectory(folder.resolve("home"));
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
      Files.setAttribute(home, "unix:uid", Integer.valueOf(UID));
      run(folder, home);
    } finally {
      Commands.removeTree(folder);
    }
  }

  private static void run(Path folder, Path home) throws Exception {
    List<String> prefix =
        List.of("setpriv", "--reuid", UID, "--regid", UID, "--clear-groups", "--no-new-privs");
    List<String> classes =
        List.of(
            ProcessEngineContractTest.class.getName(),
            ProcessEngineTest.class.getName(),
            FilledCachesTest.class.getName(),
            ServerDeathTest.class.getName(),
            "paas.ClosedSettingsTest");
    ProcessBuilder builder =
        Fork.java(prefix, readable(folder), PlainTestRun.class.getName(), classes)
            .directory(home.toFile())
            .redirectErrorStream(true);
    // Data folders below a home that nobody else enters, as ~/.paas is.
    String tmp = "-Djava.io.tmpdir=" + home;
    builder.environment().putAll(Map.of("HOME", home.toString(), "JDK_JAVA_OPTIONS", tmp));
    Process tests = builder.start();
    String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tests.waitFor()).as(said).isZero();
  }

  /** The class path where everybody can read it; the checkout may be under a closed home. */
  private static List<Path> readable(Path folder) throws IOException {
    List<Path> copies = new ArrayList<>();
    for (Path entry : Fork.classPath()) {
      if (Files.exists(entry)) {
        Path copy = folder.resolve(copies.size() + "-" + entry.getFileName());
        Commands.copyTree(entry, copy);
        open(copy);
        copies.add(copy);
      }
    }
    return copies;
  }

  private static void open(Path copy) throws IOException {
    try (Stream<Path> all = Files.walk(copy)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        String mode = Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      }
    }
  }
}
