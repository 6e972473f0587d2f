package paas.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import paas.engine.Built;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.model.Artifact;
import paas.model.InstanceName;
import paas.model.ProcessType;
import paas.store.InstanceRow;

/**
 * The one rule of recovery: what must be true whenever nothing is under way. Pure; the start, the
 * slow clock and the doctor all ask it.
 */
public final class Invariants {
  private Invariants() {}

  /** What of these facts is not as it must be. */
  public static List<Wrong> broken(Facts facts) {
    return switch (facts) {
      case Facts.Processes processes -> processes(processes);
      case Facts.Deploys deploys -> deploys(deploys);
      case Facts.Exports exports -> exports(exports);
      case Facts.Builds builds -> builds(builds);
      case Facts.Branches branches -> branches(branches);
      case Facts.Repositories repositories -> repositories(repositories);
    };
  }

  private static List<Wrong> processes(Facts.Processes facts) {
    List<Wrong> wrong = new ArrayList<>();
    Map<InstanceName, InstanceRow> wanted = new HashMap<>();
    facts.wanted().forEach(row -> wanted.put(row.name(), row));
    for (InstanceRow row : facts.wanted()) {
      if (!facts.busy().contains(row.name().app())) {
        wrong.addAll(process(row, facts));
      }
    }
    facts.standing().stream()
        .filter(name -> !facts.busy().contains(name.app()))
        .filter(name -> !(facts.present().get(name) instanceof InstanceState.Held))
        .map(name -> new Wrong.Restless(name, facts.present().get(name) instanceof Running))
        .forEach(wrong::add);
    facts.present().keySet().stream()
        .filter(name -> !wanted.containsKey(name) && !facts.standing().contains(name))
        .filter(name -> !facts.busy().contains(name.app()))
        .map(Wrong.Unwanted::new)
        .forEach(wrong::add);
    facts
        .routes()
        .forEach((name, routed) -> {
          if (!wanted.containsKey(name) && !facts.busy().contains(name.app())) {
            wrong.add(new Wrong.Astray(name, null, routed));
          }
        });
    return wrong;
  }

  private static List<Wrong> process(InstanceRow row, Facts.Processes facts) {
    if (facts.present().get(row.name()) instanceof InstanceState.Held
        && facts.asleep().contains(row.name().app())) {
      return List.of();
    }
    if (!(facts.present().get(row.name()) instanceof Running running)) {
      return List.of(new Wrong.Missing(row.name()));
    }
    String runs = running.host() + ":" + running.port();
    if (!row.name().process().type().equals(ProcessType.WEB)) {
      return List.of();
    }
    String routed = facts.routes().get(row.name());
    return Objects.equals(runs, routed)
        ? List.of()
        : List.of(new Wrong.Astray(row.name(), runs, routed));
  }

  private static List<Wrong> deploys(Facts.Deploys facts) {
    return facts.unfinished().stream()
        .filter(deploy -> !facts.owned().contains(DeployId.of(deploy)))
        .<Wrong>map(deploy ->
            new Wrong.Stuck(deploy, Transitions.recovered(deploy.cause(), deploy.state())))
        .toList();
  }

  private static List<Wrong> exports(Facts.Exports facts) {
    return facts.folders().entrySet().stream()
        .filter(folder -> !facts.owned().contains(folder.getKey()))
        .<Wrong>map(folder -> new Wrong.Export(folder.getKey(), folder.getValue()))
        .toList();
  }

  private static List<Wrong> builds(Facts.Builds facts) {
    List<Wrong> wrong = new ArrayList<>();
    Set<Artifact> there = new HashSet<>();
    for (Built built : facts.built()) {
      there.add(built.artifact());
      DeployId deploy = new DeployId(built.app(), built.deploy());
      if (!facts.released().contains(deploy) && !facts.owned().contains(deploy)) {
        wrong.add(new Wrong.Unused(built));
      }
    }
    facts
        .live()
        .forEach((app, release) -> {
          if (!there.contains(release.artifact())) {
            wrong.add(new Wrong.Lost(app, release));
          }
        });
    return wrong;
  }

  private static List<Wrong> branches(Facts.Branches facts) {
    List<Wrong> wrong = new ArrayList<>();
    facts.branches().stream()
        .filter(branch -> !Objects.equals(branch.stands(), branch.live()))
        .map(Wrong.Stray::new)
        .forEach(wrong::add);
    facts.damaged().forEach(repository -> wrong.add(new Wrong.Unreadable(repository)));
    return wrong;
  }

  private static List<Wrong> repositories(Facts.Repositories facts) {
    List<Wrong> wrong = new ArrayList<>();
    facts.leftovers().forEach(file -> wrong.add(new Wrong.Leftover(file)));
    facts.orphans().forEach(app -> wrong.add(new Wrong.Orphan(app)));
    facts.damaged().forEach(repository -> wrong.add(new Wrong.Unreadable(repository)));
    return wrong;
  }
}
