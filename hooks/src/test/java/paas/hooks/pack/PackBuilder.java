package paas.hooks.pack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** Makes packs by hand, sound ones and others. */
public final class PackBuilder {
  public static final int COMMIT = 1;
  public static final int TREE = 2;
  public static final int BLOB = 3;
  private static final int OFS_DELTA = 6;
  private static final int REF_DELTA = 7;

  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private final List<Integer> offsets = new ArrayList<>();
  private int version = 2;
  private int lie;

  public PackBuilder version(int number) {
    version = number;
    return this;
  }

  /** The header promises so many more than there are. */
  public PackBuilder lie(int more) {
    lie = more;
    return this;
  }

  public static ObjectId id(int type, byte[] content) {
    return new ObjectInserter.Formatter().idFor(type, content);
  }

  public ObjectId add(int type, byte[] content) {
    entry(type, content.length, new byte[0], content);
    return id(type, content);
  }

  public ObjectId blob(String text) {
    return add(BLOB, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A tree of lines like {@code 100644 name}, each with its object. */
  public ObjectId tree(Object... namesAndIds) {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndIds.length; i += 2) {
      tree.writeBytes((namesAndIds[i] + "\0").getBytes(StandardCharsets.UTF_8));
      byte[] raw = new byte[20];
      ((ObjectId) namesAndIds[i + 1]).copyRawTo(raw, 0);
      tree.writeBytes(raw);
    }
    return add(TREE, tree.toByteArray());
  }

  public ObjectId commit(ObjectId tree, String... headers) {
    String who = " A <a@b> 0 +0000\n";
    String text =
        "tree "
            + tree.name()
            + "\n"
            + String.join("", headers)
            + "author"
            + who
            + "committer"
            + who;
    return add(COMMIT, (text + "\nMade by hand\n").getBytes(StandardCharsets.UTF_8));
  }

  /** An object whose header says another size than it has. */
  public void liar(int type, long size, byte[] content) {
    entry(type, size, new byte[0], content);
  }

  /** A delta on the entry of this number. */
  public void delta(int base, byte[] delta) {
    deltaAt(position() - offsets.get(base), delta.length, delta);
  }

  public void deltaAt(int back, long size, byte[] delta) {
    byte[] raw = new byte[10];
    int at = raw.length - 1;
    long rest = back;
    raw[at] = (byte) (rest & 0x7f);
    for (rest >>>= 7; rest != 0; rest >>>= 7) {
      raw[--at] = (byte) (0x80 | (--rest & 0x7f));
    }
    entry(OFS_DELTA, size, java.util.Arrays.copyOfRange(raw, at, raw.length), delta);
  }

  public void deltaOn(ObjectId base, byte[] delta) {
    byte[] raw = new byte[20];
    base.copyRawTo(raw, 0);
    entry(REF_DELTA, delta.length, raw, delta);
  }

  private int position() {
    return 12 + entries.size();
  }

  private void entry(int type, long size, byte[] base, byte[] content) {
    offsets.add(position());
    long rest = size >>> 4;
    entries.write((int) ((type << 4) | (size & 15) | (rest == 0 ? 0 : 0x80)));
    for (; rest != 0; rest >>>= 7) {
      entries.write((int) ((rest & 0x7f) | (rest >>> 7 == 0 ? 0 : 0x80)));
    }
    entries.writeBytes(base);
    entries.writeBytes(deflated(content));
  }

  private static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    while (!deflater.finished()) {
      out.write(piece, 0, deflater.deflate(piece));
    }
    deflater.end();
    return out.toByteArray();
  }

  public byte[] build() {
    ByteBuffer pack = ByteBuffer.allocate(position());
    pack.put("PACK".getBytes(StandardCharsets.US_ASCII));
    pack.putInt(version).putInt(offsets.size() + lie).put(entries.toByteArray());
    return signed(pack.array());
  }

  /** With the checksum that these bytes have. */
  public static byte[] signed(byte[] body) {
    byte[] sum = Constants.newMessageDigest().digest(body);
    return ByteBuffer.allocate(body.length + sum.length).put(body).put(sum).array();
  }

  /** The start of a delta: what it says of both sizes. */
  public static byte[] delta(long base, long result, int... commands) {
    ByteArrayOutputStream delta = new ByteArrayOutputStream();
    for (long size : new long[] {base, result}) {
      long rest = size;
      for (; rest > 0x7f; rest >>>= 7) {
        delta.write((int) ((rest & 0x7f) | 0x80));
      }
      delta.write((int) rest);
    }
    for (int command : commands) {
      delta.write(command);
    }
    return delta.toByteArray();
  }

  /** A delta that copies all of a base of up to 16 MB, and adds a byte. */
  public static byte[] copyAndAdd(int size, int added) {
    ByteArrayOutputStream delta = new ByteArrayOutputStream();
    delta.writeBytes(delta(size, size + 1L));
    for (int at = 0; at < size; at += 0xffffff) {
      int length = Math.min(0xffffff, size - at);
      delta.write(0xff);
      for (int i = 0; i < 4; i++) {
        delta.write(at >>> (8 * i));
      }
      for (int i = 0; i < 3; i++) {
        delta.write(length >>> (8 * i));
      }
    }
    delta.write(1);
    delta.write(added);
    return delta.toByteArray();
  }
}
