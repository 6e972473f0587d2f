package paas.hooks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Cuts a stream of side-band packets, wherever the writes begin and end. */
final class PacketSplitter {
  /** The band of a packet that has none: {@code 0000}, the end of a section. */
  static final int FLUSH = 0;

  private static final int HEADER = 4;

  interface Sink {
    /** Takes one packet, whole: with its four digits of length and its band. */
    void packet(int band, byte[] whole);
  }

  private final Sink sink;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private int need = HEADER;

  PacketSplitter(Sink sink) {
    this.sink = sink;
  }

  void accept(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    while (at < end) {
      int take = Math.min(need - pending.size(), end - at);
      pending.write(bytes, at, take);
      at += take;
      if (pending.size() == need) {
        complete();
      }
    }
  }

  private void complete() {
    byte[] packet = pending.toByteArray();
    if (packet.length > HEADER) {
      sink.packet(packet[HEADER], packet);
    } else {
      int length = Integer.parseInt(new String(packet, StandardCharsets.US_ASCII), 16);
      if (length > HEADER) {
        need = length;
        return;
      }
      sink.packet(FLUSH, packet);
    }
    pending.reset();
    need = HEADER;
  }
}
