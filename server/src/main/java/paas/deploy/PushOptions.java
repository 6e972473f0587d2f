package paas.deploy;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.source.Nearest;
import paas.model.Printable;
import paas.model.UserError;

/**
 * What {@code git push -o} asks for.
 *
 * @param plan say what would happen, and do nothing
 * @param cached false: the build uses nothing of earlier ones
 * @param force deploy although nothing of the app has changed
 * @param message what the release is to be called
 * @param canary how many of a hundred visitors get it; empty: it takes the place of what is live
 */
record PushOptions(
    boolean plan,
    boolean cached,
    boolean force,
    Optional<String> message,
    Optional<Integer> canary) {
  static final PushOptions NONE =
      new PushOptions(false, true, false, Optional.empty(), Optional.empty());

  private static final List<String> KNOWN =
      List.of("plan", "no-cache", "force", "message=TEXT", "canary=PERCENT");
  private static final String MESSAGE = "message=";
  private static final String CANARY = "canary=";
  private static final int LONGEST_MESSAGE = 200;

  /**
   * Reads them.
   *
   * @throws UserError for one that is not known: silence would look like consent
   */
  static PushOptions of(List<String> given) {
    PushOptions read = NONE;
    for (String option : given) {
      read = read.with(option);
    }
    return read;
  }

  private PushOptions with(String option) {
    return switch (option) {
      case "plan" -> new PushOptions(true, cached, force, message, canary);
      case "no-cache" -> new PushOptions(plan, false, force, message, canary);
      case "force" -> new PushOptions(plan, cached, true, message, canary);
      default -> option.startsWith(CANARY) ? withCanary(option) : withMessage(option);
    };
  }

  private PushOptions withCanary(String option) {
    int share = CanaryShare.of(option.substring(CANARY.length()));
    return new PushOptions(plan, cached, force, message, Optional.of(share));
  }

  private PushOptions withMessage(String option) {
    if (!option.startsWith(MESSAGE)) {
      String near =
          Nearest.to(option, KNOWN).map(known -> "did you mean -o " + known + "?").orElse("");
      throw UserError.usage(
          "there is no push option '" + Printable.of(option) + "'",
          near.isEmpty() ? "there are: -o " + String.join(", -o ", KNOWN) : near);
    }
    String text = option.substring(MESSAGE.length()).strip();
    if (text.isEmpty() || text.length() > LONGEST_MESSAGE) {
      throw UserError.usage(
          "a message has 1 to " + LONGEST_MESSAGE + " characters", "write -o message=\"...\"");
    }
    return new PushOptions(plan, cached, force, Optional.of(Printable.of(text)), canary);
  }
}
