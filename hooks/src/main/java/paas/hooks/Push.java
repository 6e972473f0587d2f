package paas.hooks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One branch of one push.
 *
 * @param branch name without {@code refs/heads/}
 * @param oldCommit where the branch stood, 40 hex digits; null when the push creates it
 * @param newCommit where the push wants it, 40 hex digits
 * @param forced the new commit does not contain the old one
 * @param branches every well-named branch of the same push, this one included, in the client's
 *     order
 * @param options what {@code git push -o} gave, in order
 * @param output the lines of the client's terminal
 */
public record Push(
    String branch,
    @Nullable String oldCommit,
    String newCommit,
    boolean forced,
    List<String> branches,
    List<String> options,
    PushOutput output) {
  public Push {
    branches = List.copyOf(branches);
    options = List.copyOf(options);
  }
}
