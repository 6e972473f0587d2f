package paas.deploy;

import paas.model.Printable;
import paas.model.UserError;

/** How many of a hundred visitors get a canary, as people write it. */
public final class CanaryShare {
  private CanaryShare() {}

  /**
   * Reads {@code 10} and {@code 10%}.
   *
   * @throws UserError when it is no number from 0 to 100
   */
  public static int of(String text) {
    String number = text.strip().replaceFirst("%$", "");
    if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) > 100) {
      throw UserError.usage(
          "'" + Printable.of(text) + "' is not a share of visitors",
          "it is a number from 0 to 100");
    }
    return Integer.parseInt(number);
  }
}
