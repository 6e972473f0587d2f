package paas.buildpacks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to build and start one commit, as data.
 *
 * @param language for people: "Node.js"
 * @param because the file that decided: "package.json"
 * @param processes by type, in the order to show them; may lack {@code web}
 * @param healthPath a path that answers when the app is ready, where the app names one
 * @param exposedPort the port a web process of a Dockerfile app listens on, where exactly one is
 *     exposed; such an app gets it as {@code PORT}
 * @param notices warnings for the person who pushes, each one sentence
 */
public record BuildPlan(
    String language,
    String because,
    List<Version> versions,
    Build build,
    Map<String, StartCommand> processes,
    @Nullable String healthPath,
    @Nullable Integer exposedPort,
    List<String> notices) {

  public BuildPlan {
    versions = List.copyOf(versions);
    processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
    notices = List.copyOf(notices);
    processes.keySet().forEach(Procfile::checkType);
    if (healthPath != null && !healthPath.startsWith("/")) {
      throw new IllegalArgumentException("health path: " + healthPath);
    }
    if (exposedPort != null && (exposedPort < 1 || exposedPort > 65_535)) {
      throw new IllegalArgumentException("port: " + exposedPort);
    }
  }

  /**
   * A version that was chosen.
   *
   * @param tool "node"
   * @param version as the image tags name it: "22"
   * @param source where it came from: {@code .nvmrc}, {@code engines ">=22"}, {@code default}
   */
  public record Version(String tool, String version, String source) {}
}
