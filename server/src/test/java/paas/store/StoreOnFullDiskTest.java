package paas.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.disk.SmallDisk;
import paas.model.Actor;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.UserError;

@Timeout(60)
class StoreOnFullDiskTest {
  private static final Actor ANN = new Actor("ann");
  private static final AppName SHOP = new AppName("shop");

  private SmallDisk disk;
  private Store store;
  private AppId shop;

  @BeforeEach
  void open() throws IOException {
    disk = SmallDisk.of("24m", 1000);
    store = Store.open(disk.at());
    shop = store.apps().create(SHOP, ANN).id();
  }

  @AfterEach
  void close() throws IOException {
    if (disk != null) {
      if (store != null) {
        store.close();
      }
      disk.close();
    }
  }

  private void set(String value) {
    store.configs().change(shop, Map.of("N", value), Set.of(), ANN);
  }

  private String value() {
    return requireNonNull(store.configs().current(shop).get("N"));
  }

  @Test
  void aFullDiskIsSaidAndReadingGoesOn() throws Exception {
    set("before");
    disk.fill(0);
    assertThatThrownBy(() -> set("lost"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("the disk is full: nothing can be saved in " + disk.at());
    assertThat(value()).isEqualTo("before");
    disk.clear();
    set("after");
    assertThat(value()).isEqualTo("after");
  }

  @Test
  void aWriteThatFillsTheDiskClosesTheFileAndLosesNothing() throws Exception {
    for (int i = 0; i < 50; i++) {
      set("value " + i);
    }
    disk.fill(3 << 20);
    String large = "x".repeat(8 << 20);
    assertThatThrownBy(() -> set(large)).isInstanceOf(UserError.class).hasMessageContaining("disk");
    assertThat(value()).isEqualTo("value 49");
    assertThat(store.apps().list()).hasSize(1);
    disk.fill(0);
    assertThat(value()).isEqualTo("value 49");
    disk.clear();
    set("after");
    store.close();
    store = Store.open(disk.at());
    assertThat(value()).isEqualTo("after");
  }

  @Test
  void itIsOpenedForReadingOnAFullDiskAndForWritingWhenThereIsRoom() throws Exception {
    set("before");
    store.close();
    disk.fill(0);
    store = Store.open(disk.at());
    assertThat(value()).isEqualTo("before");
    assertThatThrownBy(() -> set("lost")).hasMessageStartingWith("the disk is full");
    disk.clear();
    set("after");
    assertThat(value()).isEqualTo("after");
  }

  @Test
  void itIsOpenedForReadingOnAReadOnlyDisk() throws Exception {
    set("before");
    store.close();
    assertThat(disk.remount("ro")).isTrue();
    store = Store.open(disk.at());
    assertThat(value()).isEqualTo("before");
    assertThatThrownBy(() -> set("lost")).hasMessageStartingWith("the disk is read-only");
    assertThat(value()).isEqualTo("before");
    assertThat(disk.remount("rw")).isTrue();
    set("after");
    assertThat(value()).isEqualTo("after");
  }

  @Test
  void aCopyThatFindsNoRoomLeavesNothing() throws Exception {
    disk.fill(0);
    assertThatThrownBy(store::copyOfToday).hasMessageStartingWith("the disk is full");
    assertThat(Store.newestCopy(disk.at())).isEmpty();
    disk.clear();
    assertThat(store.copyOfToday()).isTrue();
    assertThat(Store.newestCopy(disk.at())).isPresent();
  }
}
