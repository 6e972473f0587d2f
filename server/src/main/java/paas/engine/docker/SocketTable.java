package paas.engine.docker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import paas.engine.Listener;

/** Reads the kernel's tables of TCP sockets, {@code /proc/net/tcp} and {@code tcp6}. */
final class SocketTable {
  private static final String LISTENING = "0A";

  /** Docker's own name server inside of every container. */
  private static final String NAME_SERVER = "127.0.0.11";

  private SocketTable() {}

  /** The listening sockets, each once, without Docker's own. */
  static List<Listener> listeners(Stream<String> lines) {
    return lines
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length > 3 && fields[3].equals(LISTENING))
        .map(fields -> listener(fields[1]))
        .flatMap(Optional::stream)
        .filter(listener -> !listener.address().equals(NAME_SERVER))
        .distinct()
        .toList();
  }

  /** {@code 0100007F:1F90} is 127.0.0.1:8080: words of 32 bits, each little-endian. */
  private static Optional<Listener> listener(String socket) {
    String[] parts = socket.split(":", 2);
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(parts[0]));
    ByteBuffer address = ByteBuffer.allocate(words.capacity());
    words.order(ByteOrder.LITTLE_ENDIAN);
    while (words.hasRemaining()) {
      address.putInt(words.getInt());
    }
    try {
      String text = compact(InetAddress.getByAddress(address.array()).getHostAddress());
      return Optional.of(new Listener(text, Integer.parseInt(parts[1], 16)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String compact(String address) {
    return switch (address) {
      case "0:0:0:0:0:0:0:0" -> "::";
      case "0:0:0:0:0:0:0:1" -> "::1";
      default -> address;
    };
  }
}
