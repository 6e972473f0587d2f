package paas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  /** A store of this many config versions, deploys and events. */
  private static void aStoreOf(Path folder, int rows) throws IOException {
    Files.createDirectories(folder);
    try (Store store = Store.open(folder)) {
      App shop = store.apps().create(SHOP, ANN);
      for (int i = 1; i <= rows; i++) {
        store.configs().change(shop.id(), Map.of("N", "it's " + i), Set.of(), ANN);
        store.deploys().enqueue(Rows.push(shop.id(), "c" + i));
        store.events().add(shop.id(), ANN, "test.row", "row " + i);
        if (i == rows / 2) {
          store.copyOfToday();
        }
      }
    }
  }

  /** The promise about a file that was damaged in any way: refused in words, or all is there. */
  private static String refusedOrComplete(Path folder, int rows) throws IOException {
    byte[] found = Files.readAllBytes(folder.resolve("paas.mv.db"));
    try (Store store = Store.open(folder)) {
      App shop = store.apps().find(SHOP).orElseThrow();
      for (int i = 1; i <= rows; i++) {
        assertThat(store.configs().at(shop.id(), i)).isEqualTo(Map.of("N", "it's " + i));
      }
      assertThat(store.deploys().list(shop.id(), 10 * rows)).hasSize(rows);
      assertThat(store.events().list(shop.id(), 10 * rows).stream().map(Event::text))
          .filteredOn(text -> text.startsWith("row "))
          .hasSize(rows);
      return "complete";
    } catch (UserError e) {
      assertThat(e.what()).contains(folder.resolve("paas.mv.db").toString());
      assertThat(e.what()).containsAnyOf("is damaged: ", "is empty", "cannot be opened: ");
      assertThat(e.remedy())
          .contains("its newest copy is " + folder.resolve("copies"))
          .contains("scripts/run.sh restore --data " + folder);
      assertThat(folder.resolve("paas.mv.db")).as("kept").hasBinaryContent(found);
      return "refused";
    }
  }

  private static void damage(Path whole, Path folder, Damage damage) throws IOException {
    Files.createDirectories(folder.resolve("copies"));
    for (String name : List.of("paas.mv.db", "paas.mark")) {
      Files.copy(whole.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Path copy = Store.newestCopy(whole).orElseThrow();
    Files.copy(
        copy,
        folder.resolve("copies").resolve(copy.getFileName()),
        StandardCopyOption.REPLACE_EXISTING);
    try (RandomAccessFile raw = new RandomAccessFile(folder.resolve("paas.mv.db").toFile(), "rw")) {
      damage.to(raw);
    }
  }

  private interface Damage {
    void to(RandomAccessFile raw) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40, 200})
  void aTruncatedFileIsRefusedOrComplete(int rows) throws Exception {
    Path whole = dir.resolve("whole");
    aStoreOf(whole, rows);
    long size = Files.size(whole.resolve("paas.mv.db"));
    List<Long> lengths = new ArrayList<>(List.of(size / 2, size / 3, size / 4, size - 4096, 8192L));
    for (int i = 1; i < 16; i++) {
      lengths.add(size * i / 16 / 4096 * 4096);
    }
    Map<String, Integer> seen = new TreeMap<>();
    for (long length : lengths) {
      Path folder = dir.resolve("cut");
      damage(whole, folder, raw -> raw.setLength(length));
      seen.merge(refusedOrComplete(folder, rows), 1, Integer::sum);
    }
    assertThat(seen).as("of " + lengths.size() + " lengths").containsKey("refused");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40, 200})
  void garbageInTheMiddleIsRefusedOrComplete(int rows) throws Exception {
    Path whole = dir.resolve("whole");
    aStoreOf(whole, rows);
    long size = Files.size(whole.resolve("paas.mv.db"));
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < 16; i++) {
      // At first all but the two headers, then a few blocks here and there.
      long from = i == 0 ? 2 * 4096 : Math.max(2, size / 4096 * i / 16) * 4096;
      byte[] garbage = new byte[(int) (i == 0 ? size - from : Math.min(8192, size - from))];
      new Random(i).nextBytes(garbage);
      Path folder = dir.resolve("garbage");
      damage(
          whole,
          folder,
          raw -> {
            raw.seek(from);
            raw.write(garbage);
          });
      seen.merge(refusedOrComplete(folder, rows), 1, Integer::sum);
    }
    assertThat(seen).as("of 16 places").containsKey("refused");
  }

  /** As a truncated file that H2 opens in an older state. */
  @Test
  void aStoreThatWasSafelyFurtherIsRefused() throws Exception {
    byte[] older = Files.readAllBytes(file);
    Path mark = dir.resolve("paas.mark");
    byte[] olderMark = Files.readAllBytes(mark);
    try (Store store = Store.open(dir)) {
      store.apps().create(new AppName("later"), ANN);
    }
    Files.write(file, older);
    refused("has lost its newest rows");
    refused("has lost its newest rows");
    Files.write(mark, olderMark);
    Store.open(dir).close();
    Files.write(mark, "999999999999999999\n".getBytes(StandardCharsets.US_ASCII));
    refused("has lost its newest rows");
    restoredAndWell();
  }

  @Test
  void aMissingOrUnreadableMarkIsMadeAnew() throws Exception {
    Path mark = dir.resolve("paas.mark");
    String before = Files.readString(mark);
    for (String bad : List.of("", "no number", "12")) {
      Files.writeString(mark, bad);
      Store.open(dir).close();
      assertThat(Files.readString(mark)).isGreaterThan(before).hasSameSizeAs(before);
    }
    Files.delete(mark);
    Store.open(dir).close();
    assertThat(Files.readString(mark)).isGreaterThan(before);
  }

  @Test
  void aStoreWithoutCopiesIsMissed() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("young"));
    Store.open(folder).close();
    Files.delete(folder.resolve("paas.mv.db"));
    assertThatThrownBy(() -> Store.open(folder)).hasMessageContaining("is missing");
    assertThat(folder.resolve("paas.mv.db")).doesNotExist();
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
