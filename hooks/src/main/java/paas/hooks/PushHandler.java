package paas.hooks;

import org.jspecify.annotations.Nullable;

/**
 * Decides about a push and deploys it. Called on the push's own thread; that thread must not be
 * interrupted when the client goes away, because the deploy goes on.
 */
public interface PushHandler {
  /**
   * Before the branch moves; the commit's objects have arrived and are sound. Asked branch by
   * branch in the client's order until one is accepted: a push deploys one branch, the others are
   * refused. Who adopts the first branch as deploy branch should therefore look at {@link
   * Push#branches()}.
   */
  Verdict admit(Push push);

  /** After the branch has moved: blocks until the deploy has spoken. */
  Verdict deploy(Push push);

  /**
   * Where the branch must stand after a refused deploy: the commit of an older push that is still
   * under way, else the one that went live last, or null to delete the branch.
   */
  @Nullable String fallback(String branch);
}
