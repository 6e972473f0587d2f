package paas.hooks;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plays a platform: deploys what it is told to, and remembers what went live. */
final class ScriptedHandler implements PushHandler {
  volatile Function<Push, Verdict> admit = push -> Verdict.accepted();
  volatile Function<Push, Verdict> deploy = push -> Verdict.accepted();
  final Queue<Push> asked = new ConcurrentLinkedQueue<>();
  final Queue<Push> deployed = new ConcurrentLinkedQueue<>();
  final Map<String, String> live = new ConcurrentHashMap<>();

  @Override
  public Verdict admit(Push push) {
    asked.add(push);
    return admit.apply(push);
  }

  @Override
  public Verdict deploy(Push push) {
    Verdict verdict = deploy.apply(push);
    deployed.add(push);
    if (verdict instanceof Verdict.Accepted) {
      live.put(push.branch(), push.newCommit());
    }
    return verdict;
  }

  @Override
  public @Nullable String fallback(String branch) {
    return live.get(branch);
  }
}
