package paas.hooks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static paas.hooks.pack.PackBuilder.BLOB;
import static paas.hooks.pack.PackBuilder.COMMIT;
import static paas.hooks.pack.PackBuilder.copyAndAdd;
import static paas.hooks.pack.PackBuilder.delta;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.Test;

/** Packs as git does make them, on top of a history that is here: none may be refused. */
final class HonestPackTest extends PackScene {
  private static final String WHO = "A <a@b> 0 +0000\n";

  private final PackBuilder pack = new PackBuilder();

  /** A branch with one commit of one file. */
  private ObjectId live(ObjectId tree, PackBuilder first) throws IOException {
    ObjectId commit = first.commit(tree);
    assertThat(receive(first.build(), commit)).isNotNull();
    RefUpdate branch = repository.updateRef("refs/heads/main");
    branch.setNewObjectId(commit);
    assertThat(branch.update()).isEqualTo(RefUpdate.Result.NEW);
    return commit;
  }

  private void taken(ObjectId live, ObjectId wanted) throws Exception {
    assertThat(receive(pack.build(), Set.of(live), wanted)).isNotNull();
    RefUpdate branch = repository.updateRef("refs/heads/main");
    branch.setNewObjectId(wanted);
    assertThat(branch.update()).isEqualTo(RefUpdate.Result.FAST_FORWARD);
    assertThat(git("fsck", "--strict", "--full")).doesNotContain("error", "missing");
  }

  private static byte[] commit(ObjectId tree, ObjectId parent) {
    String text =
        "tree "
            + tree.name()
            + "\nparent "
            + parent.name()
            + "\nauthor "
            + WHO
            + "committer "
            + WHO;
    return (text + "\nOnly a title\n").getBytes(UTF_8);
  }

  private static byte[] with(byte[] content, int added) {
    byte[] more = java.util.Arrays.copyOf(content, content.length + 1);
    more[content.length] = (byte) added;
    return more;
  }

  /** Two commits of the tree that is live already, the second as a delta on the first. */
  @Test
  void aWholeCommitAndADeltaOnItThatNameTheSameTree() throws Exception {
    PackBuilder first = new PackBuilder();
    ObjectId tree = first.tree("100644 a", first.blob("content"));
    ObjectId live = live(tree, first);

    byte[] whole = commit(tree, live);
    pack.add(COMMIT, whole);
    pack.delta(0, copyAndAdd(whole.length, '!'));
    taken(live, PackBuilder.id(COMMIT, with(whole, '!')));
  }

  /** The same one floor below: an unchanged file in two new trees. */
  @Test
  void aWholeTreeAndADeltaOnItThatNameTheSameFile() throws Exception {
    PackBuilder first = new PackBuilder();
    ObjectId file = first.blob("content");
    ObjectId live = live(first.tree("100644 a", file), first);

    ObjectId small = pack.tree("100644 b", file);
    int length = "100644 b\0".length() + 20;
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.writeBytes(delta(length, 2L * length, 0x90, length, length));
    twice.writeBytes("100644 c\0".getBytes(UTF_8));
    byte[] raw = new byte[20];
    file.copyRawTo(raw, 0);
    twice.writeBytes(raw);
    pack.delta(0, twice.toByteArray());
    ObjectId large =
        new PackBuilder().tree("100644 b", file, "100644 c", file); // As the delta makes it.
    ObjectId second = pack.commit(small, "parent " + live.name() + "\n");
    taken(live, pack.commit(large, "parent " + second.name() + "\n"));
  }

  /** A thin delta's base counts once, whatever else names it. */
  @Test
  void aDeltaOnATreeThatIsHereAndThatACommitNamesToo() throws Exception {
    PackBuilder first = new PackBuilder();
    ObjectId file = first.blob("content");
    ObjectId tree = first.tree("100644 a", file);
    ObjectId live = live(tree, first);

    int length = "100644 a\0".length() + 20;
    pack.deltaOn(tree, delta(length, length, 0x90, 7, 1, 'b', 0x91, 8, length - 8));
    ObjectId second = pack.commit(tree, "parent " + live.name() + "\n");
    ObjectId renamed = new PackBuilder().tree("100644 b", file);
    taken(live, pack.commit(renamed, "parent " + second.name() + "\n"));
  }

  @Test
  void oneObjectNamedAsTwoThingsIsStillRefused() throws Exception {
    PackBuilder first = new PackBuilder();
    ObjectId file = first.blob("content");
    ObjectId tree = first.tree("100644 a", file);
    ObjectId live = live(tree, first);

    int length = "100644 b\0".length() + 20;
    pack.tree("100644 b", file);
    pack.delta(0, delta(length, length - 1L, 5, '4', '0', '0', '0', '0', 0x91, 6, length - 6));
    assertThatExceptionOfType(BadPack.class)
        .isThrownBy(() -> receive(pack.build(), Set.of(live)))
        .withMessageContaining("is named as a");

    // First as the base of a delta, which may be anything, then as what it is not.
    PackBuilder thin = new PackBuilder();
    thin.deltaOn(file, copyAndAdd("content".length(), '!'));
    thin.commit(file, "parent " + live.name() + "\n");
    assertThatExceptionOfType(BadPack.class)
        .isThrownBy(() -> receive(thin.build(), Set.of(live)))
        .withMessageContaining("is named as a");
  }

  /**
   * Another push of the same objects is refused and takes its pack away while this one compares.
   */
  @Test
  void aTwinThatGoesWhileItIsLookedAtIsNone() throws Exception {
    ObjectId id = pack.blob("content");
    StoredPack other = receive(pack.build());
    assertThat(other).isNotNull();
    open();
    byte[] content = "content".getBytes(UTF_8);
    try (Twins twins = new Twins(repository.getObjectDatabase().newCachedDatabase().newReader())) {
      assertThat(twins.has(id)).isTrue();
      other.remove();
      twins.compare(id, BLOB, content.length, new ByteArrayInputStream(content));
    }
  }
}
