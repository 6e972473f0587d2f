package paas.hooks.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static paas.hooks.pack.PackBuilder.BLOB;
import static paas.hooks.pack.PackBuilder.copyAndAdd;
import static paas.hooks.pack.PackBuilder.delta;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs as no git makes them: each is refused with a sentence, and nothing of it is left. */
final class HostilePackTest extends PackScene {
  private final PackBuilder pack = new PackBuilder();

  private void refused(byte[] bytes, String why, ObjectId... wants) throws IOException {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> receive(bytes, wants))
        .withMessageContaining(why);
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, -1})
  void unknownVersions(int version) throws Exception {
    pack.version(version).blob("a");
    refused(pack.build(), "no pack that this server can read");
  }

  @Test
  void noPackAtAll() throws Exception {
    refused(
        "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "no pack");
    refused(new byte[0], "ends too early");
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, Integer.MAX_VALUE - 1, -2})
  void moreObjectsPromisedThanAnyPushMayHold(int more) throws Exception {
    pack.lie(more).blob("a");
    refused(pack.build(), "OBJECTS");
  }

  @Test
  void oneObjectMoreOrLessThanPromised() throws Exception {
    pack.blob("a");
    pack.blob("b");
    refused(pack.lie(-1).build(), "checksum");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> receive(pack.lie(1).build()));
    assertThat(files()).isEmpty();
  }

  @Test
  void cutOffAnywhere() throws Exception {
    ObjectId tree = pack.tree("100644 a", pack.blob("content"));
    ObjectId commit = pack.commit(tree);
    byte[] whole = pack.build();
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), "", commit);
    }
  }

  @Test
  void aWrongChecksumAndBytesBehindTheEnd() throws Exception {
    pack.blob("a");
    byte[] wrong = pack.build();
    wrong[wrong.length - 1] ^= 1;
    refused(wrong, "checksum");
    byte[] sound = pack.build();
    refused(Arrays.copyOf(sound, sound.length + 1), "behind the end");
  }

  @Test
  void sizesThatAreLies() throws Exception {
    pack.liar(BLOB, 10, new byte[9]);
    refused(pack.build(), "not of the size");
    PackBuilder longer = new PackBuilder();
    longer.liar(BLOB, 10, new byte[3 << 20]);
    refused(longer.build(), "not of the size");
    PackBuilder huge = new PackBuilder();
    huge.liar(BLOB, Long.MAX_VALUE, new byte[1]);
    refused(huge.build(), "OBJECT");
  }

  @Test
  void aFewBytesThatInflateToMuch() throws Exception {
    for (int i = 0; i < 20; i++) {
      byte[] zeros = new byte[4 << 20];
      zeros[0] = (byte) i;
      pack.add(BLOB, zeros);
    }
    refused(pack.build(), "UNPACKED");
  }

  @Test
  void aFewDeltasThatMakeMuch() throws Exception {
    int size = 1 << 20;
    pack.add(BLOB, new byte[size]);
    // Two on each: without a bound, each level on the way down would hold its megabyte.
    for (int i = 0; i < 200; i++) {
      pack.delta(i / 2, copyAndAdd(size + depth(i / 2), i));
    }
    refused(pack.build(), "UNPACKED");
  }

  private static int depth(int entry) {
    return entry == 0 ? 0 : 1 + depth((entry - 1) / 2);
  }

  @Test
  void deltasThatLie() throws Exception {
    String lie = "lies about its result";
    deltaRefused(delta(9, 1, 1, 'x'), "not for its base");
    deltaRefused(delta(10, 2, 1, 'x'), lie);
    deltaRefused(delta(10, 1, 2, 'x', 'y'), lie);
    deltaRefused(delta(10, 11, 0x90, 11), "beyond its base");
    deltaRefused(delta(10, 1, 0x9f, 255, 255, 255, 255, 1), "beyond its base");
    deltaRefused(delta(10, 1, 0), "does not exist");
    deltaRefused(delta(10, 5, 5, 'x'), "ends too early");
    deltaRefused(delta(10, 5, 0x91), "ends too early");
    deltaRefused(new byte[] {(byte) 0x80}, "ends too early");
    deltaRefused(new byte[0], "ends too early");
    deltaRefused(delta(10, 1L << 40, 1, 'x'), "OBJECT");
    deltaRefused(delta(10, 0), "");
  }

  private void deltaRefused(byte[] delta, String why) throws IOException {
    PackBuilder lying = new PackBuilder();
    lying.blob("0123456789");
    lying.delta(0, delta);
    // An empty file is a fine result, but nobody asked for it: the branch's commit is missing.
    refused(lying.build(), why, ObjectId.fromString("1".repeat(40)));
  }

  @Test
  void basesThatAreNotThere() throws Exception {
    for (int back : new int[] {0, 1, 5, 12, 13, 100, Integer.MAX_VALUE}) {
      PackBuilder lost = new PackBuilder();
      lost.blob("0123456789");
      byte[] delta = delta(10, 1, 1, 'x');
      lost.deltaAt(back, delta.length, delta);
      refused(lost.build(), back == 20 ? "" : "where no object begins");
    }
    pack.deltaOn(ObjectId.fromString("2".repeat(40)), delta(10, 1, 1, 'x'));
    refused(pack.build(), "2222222");
  }

  @Test
  void deltasInACircle() throws Exception {
    ObjectId one = ObjectId.fromString("3".repeat(40));
    ObjectId two = ObjectId.fromString("4".repeat(40));
    pack.deltaOn(one, delta(1, 1, 1, 'x'));
    pack.deltaOn(two, delta(1, 1, 1, 'y'));
    refused(pack.build(), "base of a delta");
  }

  @Test
  void aChainThatIsTooLong() throws Exception {
    pack.blob("");
    for (int i = 0; i < PackLimits.CHAIN + 1; i++) {
      pack.delta(i, i == 0 ? delta(0, 1, 1, 'x') : copyAndAdd(i, 'x'));
    }
    refused(pack.build(), "chain of deltas");
  }

  @Test
  void theSameObjectTwice() throws Exception {
    pack.blob("a");
    pack.blob("a");
    refused(pack.build(), "twice");
    PackBuilder byDelta = new PackBuilder();
    byDelta.blob("0123456789");
    byDelta.delta(0, delta(10, 10, 0x90, 10));
    refused(byDelta.build(), "twice");
  }

  @Test
  void objectsThatAreNamedAsWhatTheyAreNot() throws Exception {
    ObjectId blob = pack.blob("a");
    ObjectId commit = pack.commit(blob);
    refused(pack.build(), "is named as a tree and is a blob", commit);
    PackBuilder folder = new PackBuilder();
    ObjectId file = folder.blob("b");
    ObjectId tree = folder.tree("40000 a", file);
    refused(folder.build(), "is named as a tree and is a blob", folder.commit(tree));
  }

  @Test
  void whatIsMissing() throws Exception {
    ObjectId absent = ObjectId.fromString("5".repeat(40));
    ObjectId tree = pack.tree("100644 a", absent);
    ObjectId commit = pack.commit(tree);
    refused(pack.build(), absent.name(), commit);
    PackBuilder orphan = new PackBuilder();
    ObjectId empty = orphan.tree();
    refused(orphan.build(), absent.name(), absent);
    PackBuilder parent = new PackBuilder();
    parent.tree();
    ObjectId child = parent.commit(empty, "parent " + absent.name() + "\n");
    refused(parent.build(), absent.name(), child);
  }

  @Test
  void anObjectThatOnlyLiesHereDoesNotCount() throws Exception {
    ObjectId hidden = pack.blob("left by a refused push");
    assertThat(receive(pack.build())).isNotNull();
    PackBuilder thief = new PackBuilder();
    ObjectId commit = thief.commit(thief.tree("100644 a", hidden));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> receive(thief.build(), commit))
        .withMessageContaining(hidden.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree x\n", "parent \n", "author\n", "gpgsig \0\n", "tree "})
  void commitsWithWildHeaders(String header) throws Exception {
    String text = header.repeat(3) + "\n";
    pack.add(PackBuilder.COMMIT, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    refused(pack.build(), "bad object");
  }

  @Test
  void aFolderLargerThanAnyIs() throws Exception {
    PackIntake wide =
        new PackIntake(
            new PackLimits(1 << 30, 1 << 30, 1 << 30, 10),
            rooms,
            org.eclipse.jgit.lib.ObjectChecker::new);
    pack.liar(PackBuilder.TREE, 9 << 20, new byte[1]);
    assertThatExceptionOfType(TooLarge.class)
        .isThrownBy(() ->
            wide.receive(
                repository,
                new java.io.ByteArrayInputStream(pack.build()),
                new Sender(Set.of(), Set.of())))
        .withMessageContaining("STRUCTURE");
  }

  @Test
  void deepAndWideChainsThatAreHonestArrive() throws Exception {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    pack.add(BLOB, noise);
    // A comb: on each level one more delta beside the one that goes on.
    for (int i = 0; i < 60; i++) {
      int on = i / 2 * 2;
      pack.delta(on, copyAndAdd(noise.length + i / 2, i));
    }
    ObjectId tree = pack.tree();
    ObjectId commit = pack.commit(tree);
    assertThat(receive(pack.build(), commit)).isNotNull();
    RefUpdate branch = repository.updateRef("refs/heads/main");
    branch.setNewObjectId(commit);
    branch.update();
    assertThat(git("fsck", "--strict", "--full")).doesNotContain("error");
    assertThat(git("count-objects", "-v")).contains("in-pack: 63");

    // A thin delta on what only lies here is as wrong as naming it.
    PackBuilder thin = new PackBuilder();
    thin.deltaOn(PackBuilder.id(BLOB, noise), copyAndAdd(noise.length, 200));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> receive(thin.build(), Set.of(commit)));
  }
}
