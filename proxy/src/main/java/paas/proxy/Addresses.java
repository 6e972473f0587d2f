package paas.proxy;

import java.net.InetAddress;
import java.util.List;

/** Some addresses, as single ones and as CIDR blocks. */
final class Addresses {
  static final Addresses NONE = new Addresses(List.of());

  private static final class Block {
    final byte[] address;
    final int bits;

    Block(String text) {
      int slash = text.indexOf('/');
      address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
      Target.require(bits >= 0 && bits <= address.length * 8, "not a block of addresses: " + text);
    }

    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 128 >> (bit & 7);
        if ((address[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Block> blocks;

  /**
   * @throws IllegalArgumentException when a text is neither an address nor a block
   */
  Addresses(List<String> texts) {
    blocks = texts.stream().map(Block::new).toList();
  }

  boolean contains(InetAddress some) {
    byte[] address = some.getAddress();
    return blocks.stream().anyMatch(block -> block.holds(address));
  }
}
