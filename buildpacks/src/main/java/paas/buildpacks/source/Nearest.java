package paas.buildpacks.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what someone probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The candidate with the fewest slips, when they are few for its length. */
  public static Optional<String> to(String mistyped, Collection<String> candidates) {
    int most = Math.max(1, Math.min(3, mistyped.length() / 3));
    return candidates.stream()
        .filter(name -> Math.abs(name.length() - mistyped.length()) <= most)
        .filter(name -> slips(mistyped, name) <= most)
        .min(Comparator.comparingInt((String name) -> slips(mistyped, name)).thenComparing(n -> n));
  }

  /** Letters left out, put in, changed or swapped with their neighbour. */
  static int slips(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
