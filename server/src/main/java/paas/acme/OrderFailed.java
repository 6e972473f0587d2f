package paas.acme;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why there is no certificate, in one line for people. */
final class OrderFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Instant notBefore;

  OrderFailed(String why) {
    this(why, null);
  }

  /**
   * @param notBefore when the authority wants to be asked again at the earliest
   */
  OrderFailed(String why, @Nullable Instant notBefore) {
    super(why.replaceAll("\\s+", " "), null, false, false);
    this.notBefore = notBefore;
  }

  String why() {
    return String.valueOf(getMessage());
  }

  @Nullable Instant notBefore() {
    return notBefore;
  }
}
