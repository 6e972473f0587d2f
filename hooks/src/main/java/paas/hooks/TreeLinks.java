package paas.hooks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/**
 * Symbolic links of a tree. Each may point anywhere inside the tree, also to nothing; what counts
 * is where the kernel would end up, following the tree's other links on the way.
 */
final class TreeLinks {
  /** As Linux: more hops than this are a loop. */
  private static final int HOPS = 40;

  private final Map<String, String> targets;

  /**
   * @param targets by path
   */
  TreeLinks(Map<String, String> targets) {
    this.targets = targets;
  }

  void check() throws ExportRefused {
    for (Map.Entry<String, String> link : targets.entrySet()) {
      if (leaves(link.getKey())) {
        throw new ExportRefused(
            "the link "
                + link.getKey()
                + " leaves the app's folder: it points to "
                + link.getValue());
      }
    }
  }

  private boolean leaves(String link) {
    Deque<String> ahead = new ArrayDeque<>(Arrays.asList(link.split("/")));
    Deque<String> at = new ArrayDeque<>();
    int hops = 0;
    while (!ahead.isEmpty()) {
      String step = ahead.pop();
      if (step.equals("..")) {
        if (at.pollLast() == null) {
          return true;
        }
      } else if (!step.isEmpty() && !step.equals(".")) {
        at.addLast(step);
        String target = targets.get(String.join("/", at));
        if (target != null) {
          if (target.startsWith("/")) {
            return true;
          }
          if (++hops > HOPS) {
            return false;
          }
          at.removeLast();
          Arrays.asList(target.split("/")).reversed().forEach(ahead::push);
        }
      }
    }
    return false;
  }
}
