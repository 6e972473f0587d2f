package paas.hooks.pack;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.eclipse.jgit.internal.storage.file.BasePackIndexWriter;
import org.eclipse.jgit.lib.Constants;

/** The files of a pack that is being received, beside the repository's packs until it is sound. */
final class PackStore implements Closeable {
  private static final int INDEX_VERSION = 2;
  private static final int HEADER = 12;

  private final Path objects;
  private final Path pack;
  private final Path index;
  private final FileChannel channel;
  private long size;

  /**
   * Begins one.
   *
   * @param objects the repository's folder of that name
   */
  PackStore(Path objects) throws IOException {
    String name = "incoming_" + UUID.randomUUID();
    this.objects = objects;
    this.pack = objects.resolve(name + ".pack");
    this.index = objects.resolve(name + ".idx");
    this.channel = FileChannel.open(pack, CREATE_NEW, READ, WRITE);
  }

  long size() {
    return size;
  }

  void append(byte[] bytes, int from, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
    while (rest.hasRemaining()) {
      size += channel.write(rest, size);
    }
  }

  /** Appends an object as git would write it. */
  Item append(int type, byte[] content) throws IOException {
    Item item = new Item(size, type, content.length);
    CRC32 crc = new CRC32();
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int rest = content.length >>> 4;
    header.write((type << 4) | (content.length & 15) | (rest == 0 ? 0 : 0x80));
    for (; rest != 0; rest >>>= 7) {
      header.write((rest & 0x7f) | (rest >>> 7 == 0 ? 0 : 0x80));
    }
    item.header = header.size();
    piece(header.toByteArray(), header.size(), crc);
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(content);
      deflater.finish();
      byte[] piece = new byte[64 << 10];
      while (!deflater.finished()) {
        piece(piece, deflater.deflate(piece), crc);
      }
    }
    item.crc = (int) crc.getValue();
    return item;
  }

  private void piece(byte[] bytes, int length, CRC32 crc) throws IOException {
    crc.update(bytes, 0, length);
    append(bytes, 0, length);
  }

  /** Reads some bytes, at least one. */
  int read(long at, byte[] into) throws IOException {
    int read = channel.read(ByteBuffer.wrap(into), at);
    if (read <= 0) {
      throw new EOFException("the received pack is shorter than it was");
    }
    return read;
  }

  /** Objects were appended: the header tells how many there are now. */
  void count(int number) throws IOException {
    ByteBuffer count = ByteBuffer.allocate(4).putInt(number).flip();
    for (long at = HEADER - 4; count.hasRemaining(); ) {
      at += channel.write(count, at);
    }
  }

  /** The checksum of everything so far. */
  byte[] checksum() throws IOException {
    MessageDigest digest = Constants.newMessageDigest();
    byte[] buffer = new byte[64 << 10];
    for (long at = 0; at < size; ) {
      int read = read(at, buffer);
      digest.update(buffer, 0, read);
      at += read;
    }
    return digest.digest();
  }

  /**
   * Puts the pack among the others, synced to disk.
   *
   * @param sorted by name
   */
  StoredPack install(List<PackObject> sorted, byte[] checksum) throws IOException {
    append(checksum, 0, checksum.length);
    channel.force(true);
    channel.close();
    try (FileChannel out = FileChannel.open(index, CREATE_NEW, WRITE);
        OutputStream stream = Channels.newOutputStream(out)) {
      BasePackIndexWriter.createVersion(stream, INDEX_VERSION).write(sorted, checksum);
      out.force(true);
    }
    Path folder = Files.createDirectories(objects.resolve("pack"));
    String name = name();
    StoredPack stored =
        new StoredPack(folder.resolve(name + ".pack"), folder.resolve(name + ".idx"));
    for (Path file : List.of(pack, index)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    }
    Files.move(pack, stored.pack(), StandardCopyOption.ATOMIC_MOVE);
    Files.move(index, stored.index(), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel entries = FileChannel.open(folder, READ)) {
      entries.force(true);
    }
    return stored;
  }

  /**
   * Never the name of another push's pack, not even of one with the same objects: each may be taken
   * away again without harm to the other.
   */
  private static String name() {
    byte[] random = new byte[20];
    new SecureRandom().nextBytes(random);
    return "pack-" + HexFormat.of().formatHex(random);
  }

  /** What was not installed is removed. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(pack);
      Files.deleteIfExists(index);
    }
  }
}
