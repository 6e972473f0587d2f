package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A data folder in which something is damaged: repaired, or refused with what to do. */
@Tag("house")
@Timeout(300)
class BrokenPastTest {
  private static List<String> options(Path data) {
    return List.of(
        "--data", data + "", "--ssh-port", "0", "--http-port", "0", "--engine", "process");
  }

  private static Said refused(House house) throws IOException {
    Said said = house.launch(options(house.data())).ended("with a damaged past");
    assertThat(said.exit()).as("%s", said).isNotZero();
    return said.saysNot("Exception", "\tat ");
  }

  /** One house, damaged in one way after the other; its app runs through all of it. */
  @Test
  void whatIsDamagedIsSaidOrRepaired() throws Exception {
    try (House house = House.open(EngineKind.PROCESS)) {
      Path data = house.data();
      Project shop = Apps.node(house.desk(), "shop").commit("First");
      shop.push().ok();
      String pid = house.web("shop").get("/").field("pid");
      Path copies = data.resolve("copies");
      aCopyOfNowIsToBe(house, copies);
      await().atMost(House.SOON).until(() -> Files.isDirectory(copies) && holdsACopy(copies));
      house.term();

      Path hostKey = data.resolve("ssh/host_ed25519");
      byte[] key = Files.readAllBytes(hostKey);
      Files.write(hostKey, new byte[0]);
      refused(house).says("the host key " + hostKey + " cannot be used", "ssh-keygen -R");
      Files.write(hostKey, "no key".getBytes(StandardCharsets.US_ASCII));
      refused(house).says("the host key " + hostKey + " cannot be used");
      Files.write(hostKey, key);

      Path store = data.resolve("paas.mv.db");
      byte[] good = Files.readAllBytes(store);
      Files.write(store, new byte[0]);
      refused(house).says("is empty, but this folder has a past", "scripts/run.sh restore --data");
      assertThat(store).isEmptyFile();
      Files.write(store, good);

      final String instance = Files.readString(data.resolve("instance"));
      Files.writeString(data.resolve("instance"), "00000000");
      refused(house).says("but the store says that this folder is " + instance);
      Files.delete(data.resolve("instance"));
      Files.writeString(data.resolve("routes.json"), "{\"format\":1,\"revi");
      tearALog(data);
      cutAPack(data);
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));
      house.start();
      assertThat(data.resolve("instance")).hasContent(instance);
      assertThat(data.resolve("routes.json.unreadable-1")).exists();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
          .isEqualTo("rw-------");
      assertThat(house.web("shop").get("/").field("pid")).isEqualTo(pid);
      house.desk().paas("logs", "shop").ok().says("ready as v1");
      aDamagedRepositoryIsNamedAndReplaced(house, shop);
      house.term();

      Files.write(
          store, "garbage instead of a store".repeat(4000).getBytes(StandardCharsets.US_ASCII));
      refused(house).says("the store " + store + " is damaged", "its newest copy is " + copies);
      house.launch(List.of("restore", "--data", data + "")).ended("restore").ok().says("1 app");
      house.start();
      assertThat(house.web("shop").get("/").status()).isEqualTo(200);
      shop.commit("After").push().ok();
    }
  }

  /** Today's may be one of before the push, in which the app is not live. */
  private static void aCopyOfNowIsToBe(House house, Path copies) throws Exception {
    house.term();
    if (Files.isDirectory(copies)) {
      try (Stream<Path> files = Files.list(copies)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    house.start();
  }

  private static boolean holdsACopy(Path copies) throws IOException {
    try (Stream<Path> files = Files.list(copies)) {
      return files.anyMatch(file -> file.toString().endsWith(".sql.gz"));
    }
  }

  /** Garbage in front of what was said, and a torn line behind it. */
  private static void tearALog(Path data) throws IOException {
    Path segment = data.resolve("logs/a1/0000000001.log");
    String before = Files.readString(segment);
    Files.writeString(segment, "\0\1garbage\n\n" + before + "2026-01-02T03:04:05.6");
  }

  private static void cutAPack(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("repositories/a1.git/objects/pack"))) {
      Path pack = files.filter(file -> file.toString().endsWith(".pack")).findFirst().orElseThrow();
      byte[] whole = Files.readAllBytes(pack);
      Files.setPosixFilePermissions(pack, PosixFilePermissions.fromString("rw-------"));
      Files.write(pack, Arrays.copyOf(whole, whole.length / 2));
    }
  }

  private static void aDamagedRepositoryIsNamedAndReplaced(House house, Project shop)
      throws Exception {
    Apps.node(house.desk(), "other").commit("First").push().ok();
    shop.commit("On top")
        .push()
        .exits(1)
        .says("this app's repository is damaged (pack-", "is cut off); see: ssh paas doctor")
        .saysNot("incident");
    Said clone = house.desk().in(house.desk().home(), "git", "clone", "-q", "paas:shop", "again");
    assertThat(clone.exit()).isNotZero();
    clone.says("this app's repository is damaged (pack-", "see: ssh paas doctor");
    house.desk().paas("doctor").exits(1).says("the repository of shop", "is damaged: pack-");
    house.desk().paas("doctor", "--repair").ok().says("mended the repository of shop");
    shop.push().ok();
    house.desk().paas("apps:destroy", "other", "--force").ok();
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws Exception {
    Path folder = Files.createTempDirectory("paas-foreign");
    try (House house = House.open(EngineKind.PROCESS)) {
      Files.writeString(folder.resolve("thesis.txt"), "all my work");
      Said said = house.launch(options(folder)).ended("on a foreign folder");
      assertThat(said.exit()).isEqualTo(1);
      said.says(folder + " is no data folder of paas: it holds thesis.txt");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(folder.resolve("thesis.txt"));
      }
    } finally {
      Shell.run("rm", "-rf", folder + "").ok();
    }
  }
}
