package paas.hooks.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.util.sha1.Sha1CollisionException;
import org.junit.jupiter.api.Test;

/**
 * A sound pack with deltas, changed here and there: some thousand times it is refused in time and
 * without a stray error, or it is sound all the same.
 */
final class PackFuzzTest extends PackScene {
  private static final int ROUNDS = Integer.getInteger("paas.fuzz.packs", 4_000);
  private static final long SEED = Long.getLong("paas.fuzz.seed", 4);
  private static final int CHECKSUM = 20;

  @Test
  void changedPacksAreRefusedOrSound() throws Exception {
    PackBuilder builder = new PackBuilder();
    ObjectId commit = history(builder);
    byte[] sound = builder.build();
    Random random = new Random(SEED);
    int taken = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = changed(sound, random);
      long began = System.nanoTime();
      try {
        StoredPack stored = receive(changed, commit);
        taken++;
        assertThat(stored).isNotNull();
        if (taken <= 3) {
          git("verify-pack", stored.index().toString());
        }
        stored.remove();
        open();
      } catch (BadPack | TooLarge | MissingObjectException | Sha1CollisionException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError("round " + round + " of seed " + SEED, e);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
      assertThat(files()).as("round %s", round).isEmpty();
    }
    receive(sound, commit);
    RefUpdate branch = repository.updateRef("refs/heads/main");
    branch.setNewObjectId(commit);
    branch.update();
    assertThat(git("fsck", "--strict", "--full")).doesNotContain("error", "missing");
    assertThat(Files.exists(folder.resolve("r.git/HEAD"))).isTrue();
  }

  private static ObjectId history(PackBuilder pack) {
    String text = "a line of a file\n".repeat(40);
    ObjectId file = pack.blob(text);
    ObjectId tree = pack.tree("100644 a", file);
    ObjectId last = pack.commit(tree);
    for (int i = 0; i < 8; i++) {
      byte[] before = (text + "x".repeat(i)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      int on = i == 0 ? 0 : 3 * i;
      pack.delta(on, PackBuilder.copyAndAdd(before.length, 'x'));
      byte[] now = Arrays.copyOf(before, before.length + 1);
      now[before.length] = 'x';
      ObjectId next = pack.tree("100644 a", PackBuilder.id(PackBuilder.BLOB, now));
      last = pack.commit(next, "parent " + last.name() + "\n");
    }
    return last;
  }

  /** Half of them get the checksum that fits, or no other check would ever be reached. */
  private static byte[] changed(byte[] sound, Random random) {
    byte[] body = Arrays.copyOf(sound, sound.length - CHECKSUM);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      body = change(body, random);
    }
    if (random.nextBoolean()) {
      return PackBuilder.signed(body);
    }
    byte[] whole = Arrays.copyOf(body, body.length + CHECKSUM);
    System.arraycopy(sound, sound.length - CHECKSUM, whole, body.length, CHECKSUM);
    return whole;
  }

  private static byte[] change(byte[] body, Random random) {
    int at = random.nextInt(Math.max(1, body.length));
    int length = Math.min(random.nextInt(40), body.length - at);
    byte[] copy = body.clone();
    switch (random.nextInt(6)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt(256);
      case 2 ->
          random.ints(length, 0, 256).forEach(b -> copy[random.nextInt(copy.length)] = (byte) b);
      case 3 -> {
        return Arrays.copyOf(copy, at);
      }
      case 4 -> System.arraycopy(body, at, copy, random.nextInt(copy.length - length), length);
      default -> {
        byte[] longer = Arrays.copyOf(copy, copy.length + length);
        System.arraycopy(body, at, longer, at + length, body.length - at);
        return longer;
      }
    }
    return copy;
  }
}
