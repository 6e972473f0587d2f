package paas.buildpacks.language;

/** How an ecosystem reads what it writes about versions. A bare {@code 3.2} is 3.2.x in each. */
public enum Reading {
  /**
   * Of npm, Yarn, Cargo and Poetry: {@code ^1.2}, {@code ~1.2} is 1.2.x, {@code >1} is 2 or newer.
   */
  SEMVER,
  /** Of Python, {@code ~=3.10}; of Ruby and Elixir, {@code ~> 3.2}: the last number may rise. */
  PESSIMISTIC,
  /** Of PHP: {@code ^8.2}, {@code ~8.1} is 8.1 up to 9. */
  COMPOSER,
  /** A newer one runs what was made for an older, so the nearest that is not older is taken. */
  AT_LEAST,
  /** A newer one builds what an older one did, so the usual is taken unless more is asked for. */
  FLOOR;

  boolean isFloor() {
    return this == AT_LEAST || this == FLOOR;
  }
}
