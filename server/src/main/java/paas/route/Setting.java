package paas.route;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import paas.model.Printable;
import paas.model.UserError;

/** Something that can be set of an app: a constant of an enum, by a name that can be typed. */
public interface Setting {
  /** The constant's own. */
  String name();

  /** As it is typed: {@code max-body}. */
  default String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it does, in half a sentence. */
  String summary();

  /** What holds when it is not set. */
  String usual();

  /**
   * The one of that name.
   *
   * @param none what has no such setting, and how it goes on when those that there are follow
   * @throws UserError that lists them, when there is none
   */
  static <S extends Setting> S of(S[] all, String key, String none, String instead) {
    return Arrays.stream(all)
        .filter(one -> one.key().equals(key))
        .findFirst()
        .orElseThrow(() ->
            UserError.usage(
                none + " no setting '" + Printable.of(key) + "'",
                instead
                    + " "
                    + Arrays.stream(all).map(Setting::key).collect(Collectors.joining(", "))));
  }
}
