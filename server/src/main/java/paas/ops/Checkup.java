package paas.ops;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.deploy.Facts;
import paas.deploy.Invariants;
import paas.deploy.Recovery;
import paas.deploy.Survey;
import paas.deploy.Wrong;
import paas.engine.EngineUnavailable;
import paas.ops.HouseCommands.Finding;
import paas.route.Router;
import paas.supervise.Supervisor;

/**
 * The doctor's look at the invariants beside deploys that go on: only what two looks agree on is
 * wrong, because the first may have met a change half way.
 */
final class Checkup {
  private static final Logger log = LoggerFactory.getLogger(Checkup.class);
  private static final Duration BETWEEN = Duration.ofMillis(300);
  private static final int LOOKS_AFTER_REPAIR = 40;

  private final Survey survey;
  private final Recovery recovery;
  private final Supervisor supervisor;
  private final Router router;

  Checkup(Survey survey, Recovery recovery, Supervisor supervisor, Router router) {
    this.survey = survey;
    this.recovery = recovery;
    this.supervisor = supervisor;
    this.router = router;
  }

  /** What must be true, each with what is said when it is. */
  private enum Rule {
    PROCESSES("all that is wanted runs"),
    ROUTES("each leads to where its process runs"),
    UNWANTED("nothing runs that nobody wants"),
    DEPLOYS("none is stuck"),
    EXPORTS("no source of a deploy that is over is left"),
    BUILDS("what is live is there, and none is left that no release uses"),
    REPOSITORIES("each is whole, and no lock and no half pack is left"),
    BRANCHES("each stands at what is live");

    private final String well;

    Rule(String well) {
      this.well = well;
    }

    String check() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Rule of(Wrong wrong) {
      return switch (wrong) {
        case Wrong.Missing _, Wrong.Restless _ -> PROCESSES;
        case Wrong.Astray _ -> ROUTES;
        case Wrong.Unwanted _ -> UNWANTED;
        case Wrong.Stuck _ -> DEPLOYS;
        case Wrong.Export _ -> EXPORTS;
        case Wrong.Unused _, Wrong.Lost _ -> BUILDS;
        case Wrong.Stray _ -> BRANCHES;
        case Wrong.Leftover _, Wrong.Orphan _, Wrong.Unreadable _ -> REPOSITORIES;
      };
    }
  }

  private interface Look {
    Facts now() throws IOException;
  }

  /** What one look found, and the rules that it could not look at, with why. */
  private record Seen(Set<Wrong> wrongs, Map<Rule, String> unknown) {}

  /** One line for each invariant that holds, one for each thing that breaks one. */
  List<Finding> findings() {
    return told(confirmed());
  }

  /**
   * Mends what can be mended.
   *
   * @return what was wrong and is not any more
   */
  List<String> repair() {
    Set<Wrong> wrongs = confirmed().wrongs();
    if (wrongs.isEmpty()) {
      return List.of();
    }
    wrongs.forEach(this::mend);
    router.publish();
    Set<Wrong> left = wrongs;
    try {
      supervisor.lookNow();
      boolean mayMend = true;
      for (int i = 0; i < LOOKS_AFTER_REPAIR && mayMend; i++) {
        left = look().wrongs();
        left.retainAll(wrongs);
        // What only a person can mend is not waited for.
        mayMend = !left.stream().allMatch(Wrong.Lost.class::isInstance);
        if (mayMend) {
          Thread.sleep(BETWEEN);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Set<Wrong> mended = new LinkedHashSet<>(wrongs);
    mended.removeAll(left);
    return mended.stream().map(Wrong::text).toList();
  }

  private void mend(Wrong wrong) {
    try {
      recovery.mend(wrong);
    } catch (IOException | RuntimeException e) {
      log.warn("not mended: {}: {}", wrong.text(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Seen confirmed() {
    Seen first = look();
    if (first.wrongs().isEmpty()) {
      return first;
    }
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return first;
    }
    Seen second = look();
    second.wrongs().retainAll(first.wrongs());
    return second;
  }

  private Seen look() {
    Seen seen = new Seen(new LinkedHashSet<>(), new EnumMap<>(Rule.class));
    look(seen, survey::processes, Rule.PROCESSES, Rule.ROUTES, Rule.UNWANTED);
    look(seen, survey::deploys, Rule.DEPLOYS);
    look(seen, survey::exports, Rule.EXPORTS);
    String silent = seen.unknown().get(Rule.PROCESSES);
    if (silent == null) {
      look(seen, survey::builds, Rule.BUILDS);
    } else {
      // An engine that has just not answered is not waited for once more.
      seen.unknown().put(Rule.BUILDS, silent);
    }
    // In this order: a lock that is left would keep its branch from being moved.
    look(seen, survey::repositories, Rule.REPOSITORIES);
    look(seen, survey::branches, Rule.BRANCHES);
    return seen;
  }

  private static void look(Seen seen, Look look, Rule... rules) {
    try {
      seen.wrongs().addAll(Invariants.broken(look.now()));
    } catch (EngineUnavailable e) {
      List.of(rules).forEach(rule -> seen.unknown().put(rule, String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      log.error("the doctor could not look", e);
      List.of(rules).forEach(rule -> seen.unknown().put(rule, e.toString()));
    }
  }

  private static List<Finding> told(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      List<Finding> bad =
          seen.wrongs().stream()
              .filter(wrong -> Rule.of(wrong) == rule)
              .map(wrong -> new Finding(rule.check(), false, wrong.text(), wrong.remedy()))
              .toList();
      String unknown = seen.unknown().get(rule);
      if (unknown != null) {
        findings.add(
            new Finding(rule.check(), false, "cannot be looked at: " + unknown, "see the log"));
      } else if (bad.isEmpty()) {
        findings.add(new Finding(rule.check(), true, rule.well, ""));
      }
      findings.addAll(bad);
    }
    return findings;
  }
}
