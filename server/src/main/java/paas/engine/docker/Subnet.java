package paas.engine.docker;

/**
 * An IPv4 network.
 *
 * @param base its first address as a number
 * @param bits length of its prefix
 */
record Subnet(long base, int bits) {
  Subnet {
    if (bits < 0 || bits > 32 || base < 0 || base >= 1L << 32) {
      throw new IllegalArgumentException("subnet " + base + "/" + bits);
    }
    base = base >> (32 - bits) << (32 - bits);
  }

  /** Reads {@code 10.176.3.0/24}. */
  static Subnet parse(String text) {
    String[] halves = text.split("/", 2);
    long base = 0;
    for (String part : halves[0].split("\\.", 4)) {
      base = base << 8 | Integer.parseInt(part);
    }
    return new Subnet(base, halves.length == 1 ? 32 : Integer.parseInt(halves[1]));
  }

  boolean overlaps(Subnet other) {
    int shorter = 32 - Math.min(bits, other.bits);
    return base >> shorter == other.base >> shorter;
  }

  long size() {
    return 1L << (32 - bits);
  }

  /** The address at a place in it, from 0. */
  String address(long place) {
    long value = base + place;
    return (value >> 24)
        + "."
        + (value >> 16 & 255)
        + "."
        + (value >> 8 & 255)
        + "."
        + (value & 255);
  }

  @Override
  public String toString() {
    return address(0) + "/" + bits;
  }
}
