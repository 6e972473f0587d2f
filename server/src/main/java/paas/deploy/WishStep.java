package paas.deploy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import paas.buildpacks.language.AppJson;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Wishes;
import paas.model.Actor;
import paas.model.App;
import paas.model.ProcessType;
import paas.store.Store;

/** Gives an app what its app.json asks for, as far as it does not have it yet. */
final class WishStep {
  private static final int SECRET_BYTES = 32;

  /** What the platform sets for each process, whatever an app.json says. */
  private static final Set<String> OURS = Set.of("PORT", "DYNO", "GIT_REV");

  private final Store store;
  private final SecureRandom random = new SecureRandom();

  WishStep(Store store) {
    this.store = store;
  }

  /** Before the build, which may need the config. */
  void grant(Work work) throws DeployFailed {
    BuildPlan plan = work.plan();
    Wishes wishes = plan.wishes();
    if (wishes == null) {
      return;
    }
    configure(work, wishes);
    App app = store.apps().find(work.app.id()).orElseThrow();
    String postdeploy = wishes.postdeploy();
    if (postdeploy != null && app.liveRelease() == null) {
      Map<String, StartCommand> processes = new LinkedHashMap<>(plan.processes());
      processes.putIfAbsent(
          ProcessType.POSTDEPLOY.value(), new StartCommand(postdeploy, AppJson.FILE));
      work.plan = plan.withProcesses(processes);
    }
  }

  private void configure(Work work, Wishes wishes) throws DeployFailed {
    Map<String, String> config = store.configs().current(work.app.id());
    Map<String, String> set = new TreeMap<>();
    List<String> missing = new ArrayList<>();
    for (Wishes.Variable variable : wishes.config()) {
      String name = variable.name();
      if (!config.containsKey(name) && !isOurs(name)) {
        switch (variable.source()) {
          case VALUE -> set.put(name, variable.value());
          case GENERATED -> set.put(name, secret());
          case REQUIRED -> missing.add(name);
          case OPTIONAL -> {}
        }
      }
    }
    if (!missing.isEmpty()) {
      String pairs = String.join("=... ", missing) + "=...";
      throw new DeployFailed(
          "app.json requires " + String.join(", ", missing) + ", which the config does not have",
          "Set it, then push again: ssh paas config:set " + work.app.name() + " " + pairs);
    }
    if (!set.isEmpty()) {
      store.configs().change(work.app.id(), set, Set.of(), new Actor(work.deploy.actor()));
      work.log.configured(List.copyOf(set.keySet()));
    }
  }

  private static boolean isOurs(String name) {
    return OURS.contains(name) || name.startsWith("PAAS_");
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
