package paas.ops;

import java.security.SecureRandom;
import java.util.List;

/** Names for apps that got none: an adjective, a noun and four digits. */
final class InventedNames {
  private static final List<String> FIRST =
      List.of(
          "amber", "brisk", "calm", "clear", "cosy", "deep", "early", "fair", "gentle", "green",
          "keen", "light", "lucid", "mild", "neat", "open", "plain", "quiet", "rapid", "solid",
          "steady", "sunny", "swift", "vivid", "warm");
  private static final List<String> SECOND =
      List.of(
          "acorn", "anchor", "beacon", "birch", "brook", "cedar", "cliff", "cloud", "dune", "ember",
          "fern", "field", "garden", "harbor", "heron", "island", "lake", "maple", "meadow",
          "otter", "pebble", "pine", "ridge", "river", "willow");

  private final SecureRandom random = new SecureRandom();

  String next() {
    return FIRST.get(random.nextInt(FIRST.size()))
        + "-"
        + SECOND.get(random.nextInt(SECOND.size()))
        + "-"
        + (1000 + random.nextInt(9000));
  }
}
