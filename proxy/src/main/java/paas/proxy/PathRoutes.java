package paas.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.BadMessage;

/**
 * Which paths of an app are another app's. The path is taken as it was sent; one that an app might
 * read otherwise, so that another rule would hold, is refused: nobody gets around a rule by
 * spelling.
 */
final class PathRoutes {
  private final List<Traffic.PathRule> longestFirst;

  private PathRoutes(List<Traffic.PathRule> rules) {
    longestFirst =
        rules.stream()
            .sorted(Comparator.comparingInt((Traffic.PathRule rule) -> -rule.prefix().length()))
            .toList();
  }

  /** Null when all paths are the app's own. */
  static @Nullable PathRoutes of(List<Traffic.PathRule> rules) {
    return rules.isEmpty() ? null : new PathRoutes(rules);
  }

  /**
   * The rule for a request's target; null when the path is the app's own.
   *
   * @throws BadMessage when it depends on how the path is read
   */
  Traffic.@Nullable PathRule find(String target) throws BadMessage {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    Traffic.PathRule rule = match(path);
    if (!isPlain(path) && !Objects.equals(rule, match(read(path)))) {
      throw new BadMessage("a path that can be read as another app's");
    }
    return rule;
  }

  private Traffic.@Nullable PathRule match(String path) {
    for (Traffic.PathRule rule : longestFirst) {
      String prefix = rule.prefix();
      if (path.startsWith(prefix)
          && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
        return rule;
      }
    }
    return null;
  }

  /** Whether there is only one way to read it. */
  private static boolean isPlain(String path) {
    return path.indexOf('%') < 0
        && path.indexOf('\\') < 0
        && path.indexOf(';') < 0
        && !path.contains("//")
        && !path.contains("/.");
  }

  /** As the most obliging of apps reads it: decoded, without parameters, dots and empty parts. */
  private static String read(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : decoded(path).replace('\\', '/').split("/", -1)) {
      int parameters = part.indexOf(';');
      String name = parameters < 0 ? part : part.substring(0, parameters);
      switch (name) {
        case "", "." -> {}
        case ".." -> parts.pollLast();
        default -> parts.addLast(name);
      }
    }
    return "/" + String.join("/", parts);
  }

  private static String decoded(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
    int length = 0;
    for (int at = 0; at < bytes.length; at++) {
      int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
      int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
      if (bytes[at] == '%' && high >= 0 && low >= 0) {
        bytes[length++] = (byte) (16 * high + low);
        at += 2;
      } else {
        bytes[length++] = bytes[at];
      }
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
