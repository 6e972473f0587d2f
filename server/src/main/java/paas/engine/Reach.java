package paas.engine;

/** How the proxy reaches what an engine runs. */
public enum Reach {
  /** Instances share this machine's loopback: any port of theirs, loopback too. */
  LOOPBACK,
  /** An instance has an address of its own: any port that is open on all its addresses. */
  ADDRESS,
  /** Only the one port that was published when it was started. */
  PUBLISHED
}
