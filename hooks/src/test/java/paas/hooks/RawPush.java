package paas.hooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.eclipse.jgit.lib.ObjectId;

/** A client that says what no git client would: speaks the protocol by hand. */
final class RawPush {
  /**
   * What came back.
   *
   * @param text everything on stdout, packet headers included
   */
  record Answer(String text, int exit) {}

  private RawPush() {}

  /** Packs the listed objects, one id per line, whatever they are. */
  static byte[] packOf(GitClient client, String objects) throws Exception {
    Process pack = client.start("pack-objects", "--stdout", "-q");
    try (var stdin = pack.getOutputStream()) {
      stdin.write((objects + "\n").getBytes(UTF_8));
    }
    return pack.getInputStream().readAllBytes();
  }

  static Answer create(int port, String commit, String ref, byte[] pack) throws IOException {
    String head = ObjectId.zeroId().name() + " " + commit + " " + ref + "\0report-status";
    return send(port, line(head), pack);
  }

  static Answer send(int port, String head, byte[] pack) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(("git-receive-pack 'shop'\n" + head + "0000").getBytes(UTF_8));
      all.writeBytes(pack);
      socket.getOutputStream().write(all.toByteArray());
      return read(new DataInputStream(socket.getInputStream()));
    }
  }

  static String line(String content) {
    return String.format("%04x", content.getBytes(UTF_8).length + 4) + content;
  }

  private static Answer read(DataInputStream frames) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (true) {
      int channel = frames.readByte();
      byte[] content = frames.readNBytes(frames.readInt());
      if (channel == 3) {
        return new Answer(text.toString(UTF_8), content[0]);
      }
      text.writeBytes(content);
    }
  }
}
