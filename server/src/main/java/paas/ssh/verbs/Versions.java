package paas.ssh.verbs;

import org.jspecify.annotations.Nullable;
import paas.model.Printable;
import paas.model.UserError;

/** Release versions and deploy numbers as typed. */
final class Versions {
  private static final String FORM = "[1-9][0-9]{0,8}";

  private Versions() {}

  /** Whether a word can be a release. */
  static boolean looksLike(String word) {
    return word.matches("v?" + FORM);
  }

  /** Whether a word can be a deploy. */
  static boolean looksLikeDeploy(String word) {
    return word.equals("current") || word.matches(FORM);
  }

  /** {@code v12} or {@code 12}; null stays null. */
  static @Nullable Integer release(@Nullable String word) {
    if (word == null) {
      return null;
    }
    if (!looksLike(word)) {
      throw UserError.usage("'" + Printable.of(word) + "' is not a release", "name one as v12");
    }
    return Integer.valueOf(word.startsWith("v") ? word.substring(1) : word);
  }

  /** A deploy's number; null and {@code current} are null. */
  static @Nullable Integer deploy(@Nullable String word) {
    if (word == null || word.equals("current")) {
      return null;
    }
    if (!looksLikeDeploy(word)) {
      throw UserError.usage(
          "'" + Printable.of(word) + "' is not a deploy", "name one by its number, or as current");
    }
    return Integer.valueOf(word);
  }
}
