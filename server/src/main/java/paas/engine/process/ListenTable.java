package paas.engine.process;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import paas.engine.Listener;

/** The kernel's tables of TCP sockets that listen. */
final class ListenTable {
  private static final String LISTEN = "0A";
  private static final Comparator<Listener> ORDER =
      Comparator.comparingInt(Listener::port).thenComparing(Listener::address);

  private ListenTable() {}

  /** Those sockets among {@code inodes} that listen, each address and port once. */
  static List<Listener> of(Set<Long> inodes) {
    Set<Listener> found = new TreeSet<>(ORDER);
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : lines(Path.of("/proc/net", table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > 9
            && fields[3].equals(LISTEN)
            && inodes.contains(Long.parseLong(fields[9]))) {
          found.add(listener(fields[1]));
        }
      }
    }
    return List.copyOf(found);
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException noSuchFamily) {
      return List.of();
    }
  }

  /** Reads {@code 0100007F:1F90}: words of an address in the machine's byte order. */
  private static Listener listener(String local) {
    int colon = local.indexOf(':');
    byte[] bytes = HexFormat.of().parseHex(local, 0, colon);
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    ByteBuffer network = ByteBuffer.allocate(bytes.length);
    while (words.hasRemaining()) {
      network.putInt(words.getInt());
    }
    int port = HexFormat.fromHexDigits(local, colon + 1, local.length());
    return new Listener(text(network.array()), port);
  }

  private static String text(byte[] address) {
    try {
      InetAddress parsed = InetAddress.getByAddress(address);
      if (parsed instanceof Inet6Address) {
        return parsed.isAnyLocalAddress()
            ? "::"
            : parsed.isLoopbackAddress() ? "::1" : parsed.getHostAddress();
      }
      return parsed.getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
