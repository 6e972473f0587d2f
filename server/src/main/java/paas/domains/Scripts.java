package paas.domains;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import paas.model.Printable;
import paas.model.UserError;

/**
 * Keeps out names that look like others: letters of several scripts in one label, and labels that
 * could be taken for Latin ones altogether.
 */
final class Scripts {
  /** Those that people do write together, as in Unicode's Technical Standard 39. */
  private static final List<Set<UnicodeScript>> TOGETHER =
      List.of(
          EnumSet.of(
              UnicodeScript.LATIN,
              UnicodeScript.HAN,
              UnicodeScript.HIRAGANA,
              UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

  /** Cyrillic and Greek letters that look like Latin ones. */
  private static final String LIKE_LATIN =
      "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u051d\u0445\u0443"
          + "\u044a\u044c\u04bd\u043f\u0433\u0475\u0461\u03bf\u03b1\u03b9\u03ba\u03bd\u03c1\u03c5\u03c7";

  private Scripts() {}

  /**
   * Checks a name that has its own letters, not punycode.
   *
   * @throws UserError of wrong usage when a person could take it for another
   */
  static void demandUnmistakable(String name) {
    List<String> labels = List.of(name.split("\\."));
    boolean latinEnd = labels.getLast().chars().allMatch(c -> c < 0x80);
    labels.forEach(label -> demandUnmistakable(label, latinEnd));
  }

  private static void demandUnmistakable(String label, boolean latinEnd) {
    Set<UnicodeScript> scripts =
        label
            .codePoints()
            .mapToObj(UnicodeScript::of)
            .filter(one -> one != UnicodeScript.COMMON && one != UnicodeScript.INHERITED)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(UnicodeScript.class)));
    if (scripts.size() > 1 && TOGETHER.stream().noneMatch(set -> set.containsAll(scripts))) {
      throw refused(label, "mixes letters of several scripts (" + names(scripts) + ")");
    }
    boolean letters = label.codePoints().anyMatch(Character::isLetter);
    boolean disguised =
        letters
            && label
                .codePoints()
                .filter(Character::isLetter)
                .allMatch(c -> LIKE_LATIN.indexOf(c) >= 0);
    if (latinEnd && disguised) {
      throw refused(label, "looks like Latin letters, but is " + names(scripts));
    }
  }

  private static String names(Set<UnicodeScript> scripts) {
    return scripts.stream()
        .map(one ->
            one.name().charAt(0) + one.name().substring(1).toLowerCase(java.util.Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static UserError refused(String label, String why) {
    return UserError.usage(
        "'" + Printable.of(label) + "' " + why,
        "a name that can be taken for another is not served");
  }
}
