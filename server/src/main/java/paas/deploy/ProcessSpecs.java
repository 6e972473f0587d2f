package paas.deploy;

import java.util.Map;
import java.util.TreeMap;
import paas.buildpacks.plan.StartCommand;
import paas.engine.InstanceSpec;
import paas.model.App;
import paas.model.InstanceName;
import paas.model.Release;
import paas.store.Store;

/** What a process of a release is given: command, environment, limits. */
public final class ProcessSpecs {
  private final Store store;
  private final long memoryBytes;

  /**
   * @param memoryBytes most memory of one process
   */
  public ProcessSpecs(Store store, long memoryBytes) {
    this.store = store;
    this.memoryBytes = memoryBytes;
  }

  /** Most memory of one process. */
  public long memoryBytes() {
    return memoryBytes;
  }

  public InstanceSpec of(App app, Release release, InstanceName name) {
    String command = release.commands().getOrDefault(name.process().type(), "");
    return new InstanceSpec(
        name,
        app.name(),
        release.version(),
        release.artifact(),
        shellLine(command),
        env(app, release, name.process().toString()),
        release.portHint(),
        memoryBytes);
  }

  /** The app's config, and what the platform tells every process. */
  public Map<String, String> env(App app, Release release, String dyno) {
    Map<String, String> env = new TreeMap<>(store.configs().at(app.id(), release.configVersion()));
    env.put("DYNO", dyno);
    env.put("PAAS_APP", app.name().value());
    env.put("PAAS_RELEASE", release.label());
    String commit = release.commit();
    if (commit != null) {
      env.put("GIT_REV", commit);
    }
    return env;
  }

  /** The line for {@code sh -c}, by which a signal reaches the app where that can be. */
  private static String shellLine(String command) {
    return command.isEmpty() ? "" : new StartCommand(command, "release").shellLine();
  }
}
