package paas.buildpacks.plan;

import java.math.BigInteger;

/** Versions as numbers with dots between them. */
public final class DottedNumber {
  private DottedNumber() {}

  /** "3.9" comes before "3.11", "3" equals "3.0". */
  public static int compare(String left, String right) {
    String[] a = left.split("\\.");
    String[] b = right.split("\\.");
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order = part(a, i).compareTo(part(b, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static BigInteger part(String[] parts, int index) {
    return index < parts.length ? new BigInteger(parts[index]) : BigInteger.ZERO;
  }
}
