package paas.ssh.verbs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paas.model.Printable;
import paas.model.UserError;

/** Words such as {@code max-body=20MB}. */
final class Pairs {
  private Pairs() {}

  /** Their keys and values, in order. */
  static Map<String, String> of(List<String> words, String example) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int equal = word.indexOf('=');
      if (equal <= 0) {
        throw UserError.usage(
            "'" + Printable.of(word) + "' is not KEY=VALUE", "such as: " + example);
      }
      values.put(word.substring(0, equal), word.substring(equal + 1));
    }
    return values;
  }
}
