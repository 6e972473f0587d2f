package paas.buildpacks.heroku;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import paas.buildpacks.plan.Procfile;
import paas.buildpacks.plan.StartCommand;

/** What bin/release of a buildpack says: the processes of an app that names none itself. */
public final class PackRelease {
  private static final int MOST = 50;

  private PackRelease() {}

  /**
   * The commands of its {@code default_process_types}, those alone that can be commands; add-ons
   * and config variables are not its business here.
   *
   * @param origin for people: the buildpack's name
   * @throws IllegalArgumentException when it is no such text, with a reason that continues its name
   */
  public static Map<String, StartCommand> processes(String text, String origin) {
    Object said;
    try {
      said = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (YAMLException e) {
      throw new IllegalArgumentException("is not YAML", e);
    }
    if (said == null) {
      return Map.of();
    }
    if (!(said instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("is no YAML mapping");
    }
    Map<String, StartCommand> processes = new LinkedHashMap<>();
    if (map.get("default_process_types") instanceof Map<?, ?> types) {
      types.forEach((type, command) -> {
        String line = String.valueOf(command);
        boolean fit = Procfile.isType(String.valueOf(type)) && StartCommand.isOneLine(line);
        if (fit && processes.size() < MOST) {
          processes.put(String.valueOf(type), new StartCommand(line.strip(), origin));
        }
      });
    }
    return processes;
  }
}
