package paas.domains;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A DNS server over UDP that knows what a test tells it. */
public final class TinyDns implements AutoCloseable {
  private static final Map<Integer, String> TYPES =
      Map.of(1, "A", 5, "CNAME", 16, "TXT", 28, "AAAA");
  private static final int NO_SUCH_NAME = 3;

  private final DatagramSocket socket;
  private final Map<String, List<String>> records = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile @Nullable Path zone;

  public TinyDns() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    thread = Thread.ofPlatform().daemon().name("tiny-dns").start(this::serve);
  }

  /** As a setting names it. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Adds a record. */
  public TinyDns has(String name, String type, String value) {
    records.computeIfAbsent(key(name, type), _ -> new CopyOnWriteArrayList<>()).add(value);
    return this;
  }

  /** Takes all records of a kind away. */
  public void lacks(String name, String type) {
    records.remove(key(name, type));
  }

  /** Also has what this file holds at the time, as lines of NAME TYPE VALUE. */
  public void reads(Path file) {
    zone = file;
  }

  private List<String> found(String name, String type) throws IOException {
    List<String> values = new ArrayList<>(records.getOrDefault(key(name, type), List.of()));
    Path file = zone;
    if (file != null && Files.exists(file)) {
      String start = key(name, type) + " ";
      Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(start))
          .forEach(line -> values.add(line.substring(start.length())));
    }
    return values;
  }

  private static String key(String name, String type) {
    return name.toLowerCase(Locale.ROOT) + " " + type;
  }

  private void serve() {
    byte[] buffer = new byte[2048];
    while (!socket.isClosed()) {
      try {
        DatagramPacket asked = new DatagramPacket(buffer, buffer.length);
        socket.receive(asked);
        byte[] answer = answer(asked.getData(), asked.getLength());
        socket.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
      } catch (IOException | RuntimeException e) {
        // Closed, or no question of DNS: who asked will ask again.
      }
    }
  }

  private byte[] answer(byte[] question, int length) throws IOException {
    StringBuilder name = new StringBuilder();
    int at = 12;
    while (question[at] != 0) {
      int label = question[at] & 0xff;
      name.append(name.isEmpty() ? "" : ".")
          .append(new String(question, at + 1, label, StandardCharsets.US_ASCII));
      at += label + 1;
    }
    int end = at + 5;
    String type =
        TYPES.getOrDefault(((question[at + 1] & 0xff) << 8) | (question[at + 2] & 0xff), "?");
    List<byte[]> answers = new ArrayList<>();
    for (String value : found(name.toString(), type)) {
      answers.add(data(type, value));
    }
    boolean known =
        !answers.isEmpty()
            || records.keySet().stream().anyMatch(key -> key.startsWith(key(name + "", "")));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(question, 0, 2);
    out.writeShort(0x8580 | (known ? 0 : NO_SUCH_NAME));
    out.writeShort(1);
    out.writeShort(answers.size());
    out.writeInt(0);
    out.write(question, 12, Math.min(end, length) - 12);
    for (byte[] data : answers) {
      out.writeShort(0xc00c);
      out.write(question, at + 1, 4);
      out.writeInt(1);
      out.writeShort(data.length);
      out.write(data);
    }
    return bytes.toByteArray();
  }

  private static byte[] data(String type, String value) throws IOException {
    if (type.equals("A") || type.equals("AAAA")) {
      return InetAddress.ofLiteral(value).getAddress();
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (String part : type.equals("TXT") ? List.of(value) : List.of(value.split("\\."))) {
      data.write(part.length());
      data.write(part.getBytes(StandardCharsets.US_ASCII));
    }
    if (!type.equals("TXT")) {
      data.write(0);
    }
    return data.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
    thread.interrupt();
  }
}
