package paas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppName;
import paas.model.Deploy;
import paas.model.UserError;

@Timeout(60)
class BrokenStoreTest {
  private static final Actor ANN = new Actor("ann");
  private static final AppName SHOP = new AppName("shop");

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void aStoreWithACopy() {
    file = dir.resolve("paas.mv.db");
    try (Store store = Store.open(dir)) {
      App shop = store.apps().create(SHOP, ANN);
      for (int i = 0; i < 200; i++) {
        store.configs().change(shop.id(), Map.of("N", "it's " + i), Set.of(), ANN);
      }
      store.deploys().enqueue(Rows.push(shop.id(), "c"));
      assertThat(store.copyOfToday()).isTrue();
      assertThat(store.copyOfToday()).as("one a day").isFalse();
    }
  }

  private void refused(String why) {
    assertThatThrownBy(() -> Store.open(dir))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.what()).contains(why).contains(file.toString());
              assertThat(e.remedy())
                  .contains("its newest copy is " + dir.resolve("copies"))
                  .contains("scripts/run.sh restore --data " + dir);
            });
  }

  private void restoredAndWell() {
    Restored restored = Store.restore(dir, null);
    assertThat(restored.apps()).isEqualTo(1);
    try (Store store = Store.open(dir)) {
      App shop = store.apps().find(SHOP).orElseThrow();
      assertThat(store.configs().current(shop.id())).isEqualTo(Map.of("N", "it's 199"));
      assertThat(store.configs().at(shop.id(), 100)).isEqualTo(Map.of("N", "it's 99"));
      store.configs().change(shop.id(), Map.of("N", "on"), Set.of(), ANN);
    }
  }

  @Test
  void anEmptyFileIsNotTakenForANewStore() throws Exception {
    Files.write(file, new byte[0]);
    refused("is empty");
    assertThat(file).isEmptyFile();
    restoredAndWell();
  }

  @Test
  void aMissingFileIsNotTakenForANewStore() throws Exception {
    Files.delete(file);
    refused("is missing");
    assertThat(file).doesNotExist();
    restoredAndWell();
  }

  @Test
  void aTruncatedFileIsRefused() throws Exception {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
    refused("is damaged");
    restoredAndWell();
  }

  @Test
  void garbageIsRefusedAndKept() throws Exception {
    byte[] garbage = new byte[(int) Files.size(file)];
    new Random(1).nextBytes(garbage);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.write(garbage);
    }
    refused("is damaged");
    Restored restored = Store.restore(dir, null);
    assertThat(restored.aside()).hasBinaryContent(garbage);
  }

  @Test
  void garbageInTheMiddleIsRefused() throws Exception {
    byte[] garbage = new byte[(int) Files.size(file) - 6 * 4096];
    new Random(1).nextBytes(garbage);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(3 * 4096);
      raw.write(garbage);
    }
    refused("is damaged");
  }

  @Test
  void anotherDatabaseIsRefused() throws Exception {
    Files.delete(file);
    String url = "jdbc:h2:" + dir.resolve("paas");
    try (var connection = DriverManager.getConnection(url, "someone", "else")) {
      assertThat(connection.isValid(1)).isTrue();
    }
    assertThatThrownBy(() -> Store.open(dir)).hasMessageContaining("not one of paas");
    Files.delete(file);
    try (var connection = DriverManager.getConnection(url, "paas", "");
        var statement = connection.createStatement()) {
      statement.execute("create table other (id int)");
    }
    assertThatThrownBy(() -> Store.open(dir)).isInstanceOf(UserError.class);
  }

  @Test
  void afterARestoreNoNumberIsGivenTwice() {
    try (Store store = Store.open(dir)) {
      App shop = store.apps().find(SHOP).orElseThrow();
      assertThat(store.deploys().enqueue(Rows.push(shop.id(), "d")).number()).isEqualTo(2);
      store.apps().create(new AppName("later"), ANN);
      assertThatThrownBy(() -> Store.restore(dir, null))
          .hasMessageContaining("another paas server");
    }
    Store.restore(dir, null);
    try (Store store = Store.open(dir)) {
      App shop = store.apps().find(SHOP).orElseThrow();
      Deploy next = store.deploys().enqueue(Rows.push(shop.id(), "e"));
      assertThat(next.number()).isGreaterThan(1000);
      assertThat(store.deploys().unfinished().stream().map(Deploy::number))
          .containsExactly(1, next.number());
      assertThat(store.apps().find(new AppName("later"))).isEmpty();
      assertThat(store.apps().create(new AppName("later"), ANN).id().value()).isGreaterThan(1000);
      assertThat(store.events().list(null, 10).toString()).contains("taken back from the copy");
    }
  }

  @Test
  void copiesAreTheOwnersAndBounded() throws Exception {
    Path copies = dir.resolve("copies");
    for (int day = 1; day <= 9; day++) {
      Path old = Files.writeString(copies.resolve("2026-01-0" + day + ".sql.gz"), "");
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(100_000 - day)));
    }
    Files.delete(Store.newestCopy(dir).orElseThrow());
    try (Store store = Store.open(dir)) {
      store.copyOfToday();
    }
    try (var files = Files.list(copies)) {
      List<Path> left = files.toList();
      assertThat(left).hasSize(7);
    }
    Path newest = Store.newestCopy(dir).orElseThrow();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(newest)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies)))
        .isEqualTo("rwx------");
  }

  @Test
  void aCopyThatCannotBeReadChangesNothing() throws IOException {
    Path bad = Files.writeString(dir.resolve("bad.sql.gz"), "no gzip");
    long size = Files.size(file);
    assertThatThrownBy(() -> Store.restore(dir, bad))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("the copy " + bad + " cannot be read");
    assertThat(file).hasSize(size);
    Store.open(dir).close();
  }
}
