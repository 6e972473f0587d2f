package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.disk.Room;
import paas.disk.SmallDisk;

/** A data folder on a disk that others fill, under a server that must go on serving. */
@Tag("house")
@Timeout(240)
class DiskFullTest {
  private static final String LITTLE = "disk: {floor: 20 MB, files: 200}\n";

  /** Who answers: the same process has the same number and the same start. */
  private static String identity(House house, String app) throws IOException {
    Web.Answer answer = house.web(app).get("/");
    assertThat(answer.field("app")).isEqualTo(app);
    return answer.field("pid") + " " + answer.field("start");
  }

  /** An app that is up. */
  private static Project shop(House house) throws IOException {
    Project shop = Apps.node(house.desk(), "shop").commit("First");
    shop.push().ok();
    return shop;
  }

  /** What goes on while nothing can be written, and what is refused, in words. */
  private static void servesAndRefuses(House house, Project shop, String who, String why)
      throws IOException {
    assertThat(identity(house, "shop")).isEqualTo(who);
    house.desk().paas("apps").ok().says("shop");
    house.desk().paas("ps", "shop").ok().says("web.1");
    house.desk().paas("logs", "shop").ok().says("ready as v1");
    house.desk().paas("config:show", "shop").ok();
    house.desk().paas("releases", "shop").ok().says("v1");
    house.desk().paas("doctor").says("the disk");
    Said set = house.desk().paas("config:set", "shop", "GREETING=lost");
    assertThat(set.exit()).isEqualTo(1);
    set.says(why).saysNot("incident");
    Said push = shop.commit("Refused").push();
    assertThat(push.exit()).isNotZero();
    push.says("the disk").saysNot("incident");
    assertThat(identity(house, "shop")).isEqualTo(who);
  }

  private static void worksAgain(House house, Project shop) throws IOException {
    house.desk().paas("config:set", "shop", "GREETING=back").ok();
    assertThat(house.web("shop").get("/").field("greeting")).isEqualTo("back");
    shop.commit("Again").push().ok();
    house.desk().paas("doctor").ok();
    await()
        .atMost(House.SOON)
        .until(() ->
            Files.readString(house.data().resolve("server.pid")).startsWith(house.pid() + " "));
  }

  @Test
  void appsAreServedOnAFullDiskAndAllIsWellWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.of("96m", 5000);
        House house = House.on(disk.at(), LITTLE, EngineKind.PROCESS)) {
      final Project shop = shop(house);
      String who = identity(house, "shop");

      disk.fill(10 << 20);
      Said refused = shop.commit("Too much").push();
      assertThat(refused.exit()).isNotZero();
      refused.says("the disk is nearly full", "20 MB must stay free");
      house.desk().paas("config:set", "--no-restart", "shop", "TINY=works").ok();
      house.desk().paas("doctor").says("the disk is nearly full");

      disk.fill(0);
      servesAndRefuses(house, shop, who, "the disk is full");
      house.kill();
      house.start();
      servesAndRefuses(house, shop, who, "the disk is full");
      house.desk().paas("config:get", "shop", "TINY").ok().says("works");
      disk.clear();
      worksAgain(house, shop);
    }
  }

  @Test
  void aPushThatIsLargerThanTheRoomStopsAboveTheFloor() throws Exception {
    try (SmallDisk disk = SmallDisk.of("64m", 5000);
        House house = House.on(disk.at(), LITTLE, EngineKind.PROCESS)) {
      final Project shop = shop(house);
      byte[] noise = new byte[40 << 20];
      new Random(1).nextBytes(noise);
      Files.write(shop.folder().resolve("noise.bin"), noise);
      Said refused = shop.commit("Large").push();
      assertThat(refused.exit()).isNotZero();
      refused.says("larger than the limit of", "all the room that the disk has");
      assertThat(Room.of(disk.at()).bytes()).isGreaterThan(20 << 20);
      assertThat(house.web("shop").get("/").status()).isEqualTo(200);
      shop.remove("noise.bin");
      shop.git("reset", "-q", "--soft", "HEAD~1").ok();
      shop.commit("Small").push().ok();
      aBuildThatFillsTheDiskIsStopped(house, shop);
    }
  }

  /** It would go on for minutes; what it has written is taken away. */
  static void aBuildThatFillsTheDiskIsStopped(House house, Project shop) throws Exception {
    final String who = identity(house, "shop");
    String fills = "head -c 30000000 /dev/zero > filled; sleep 300";
    shop.write("package.json", Apps.PACKAGE.replace("{\"start\"", build(fills))).commit("Fills");
    shop.push()
        .exits(1)
        .says("the build was stopped: the disk is nearly full", "Make room on the server");
    assertThat(identity(house, "shop")).isEqualTo(who);
    shop.write("package.json", Apps.PACKAGE).commit("Small again").push().ok();
    house.desk().paas("doctor").ok();
  }

  private static String build(String line) {
    return "{\"build\": \"" + line + "\", \"start\"";
  }

  @Test
  void theSameWithoutFilesLeft() throws Exception {
    try (SmallDisk disk = SmallDisk.of("96m", 2000);
        House house = House.on(disk.at(), LITTLE, EngineKind.PROCESS)) {
      final Project shop = shop(house);
      String who = identity(house, "shop");
      house.desk().shareNothing();
      disk.takeFiles();
      assertThat(identity(house, "shop")).isEqualTo(who);
      Said refused = shop.commit("Refused").push();
      assertThat(refused.exit()).isNotZero();
      refused.says("the disk can hold only 0 more files");
      house.desk().paas("ps", "shop").ok().says("web.1");
      house.desk().paas("config:set", "--no-restart", "shop", "TINY=works").ok();
      house.kill();
      house.start();
      assertThat(identity(house, "shop")).isEqualTo(who);
      disk.clear();
      worksAgain(house, shop);
    }
  }

  @Test
  void aServerStartsOnAReadOnlyDiskAndServes() throws Exception {
    try (SmallDisk disk = SmallDisk.of("96m", 5000);
        House house = House.on(disk.at(), LITTLE, EngineKind.PROCESS)) {
      final Project shop = shop(house);
      String who = identity(house, "shop");
      house.kill();
      house.desk().shareNothing();
      disk.readOnly(true);
      house.start();
      servesAndRefuses(house, shop, who, "the disk is read-only");
      disk.readOnly(false);
      worksAgain(house, shop);
    }
  }
}
