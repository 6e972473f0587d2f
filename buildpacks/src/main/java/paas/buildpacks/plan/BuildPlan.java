package paas.buildpacks.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.SourceText;

/**
 * How to build and start one commit, as data.
 *
 * @param language for people: "Node.js"
 * @param because the file that decided: "package.json"
 * @param root the folder of the repository that is the app: "" for all of it
 * @param processes by type, in the order to show them; may lack {@code web}
 * @param healthPath a path that answers when the app is ready, where the app names one
 * @param exposedPort the port a web process of a Dockerfile app listens on, where exactly one is
 *     exposed; such an app gets it as {@code PORT}
 * @param notices warnings for the person who pushes, each one sentence
 * @param wishes what the app asks for at its first deploy; null for nothing
 */
public record BuildPlan(
    String language,
    String because,
    String root,
    List<Version> versions,
    Build build,
    Map<String, StartCommand> processes,
    @Nullable String healthPath,
    @Nullable Integer exposedPort,
    List<String> notices,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Wishes wishes) {

  /** As a root: the app is a folder, but all of the repository is needed to build it. */
  public static final String WHOLE_REPOSITORY = ".";

  private static final ObjectMapper ORDERED =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  public BuildPlan {
    versions = List.copyOf(versions);
    processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
    notices = List.copyOf(notices);
    processes.keySet().forEach(Procfile::checkType);
    if (!root.isEmpty() && !root.equals(WHOLE_REPOSITORY) && !SourceText.isHarmlessPath(root)) {
      throw new IllegalArgumentException("root: " + root);
    }
    if (healthPath != null && !healthPath.startsWith("/")) {
      throw new IllegalArgumentException("health path: " + healthPath);
    }
    if (exposedPort != null && (exposedPort < 1 || exposedPort > 65_535)) {
      throw new IllegalArgumentException("port: " + exposedPort);
    }
  }

  /** A plan of the whole repository that starts nothing yet. */
  public static BuildPlan of(String language, String because, Build build) {
    return new BuildPlan(
        language, because, "", List.of(), build, Map.of(), null, null, List.of(), null);
  }

  /** The same for the same plan, and for no other: hex. Notices are not part of what is built. */
  public String hash() {
    try {
      byte[] json = ORDERED.writeValueAsBytes(withNotices(List.of()));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (JsonProcessingException | NoSuchAlgorithmException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }

  public BuildPlan withBuild(Build other) {
    return changed(d -> d.build = other);
  }

  public BuildPlan withRoot(String folder) {
    return changed(d -> d.root = folder);
  }

  public BuildPlan withVersions(List<Version> chosen) {
    return changed(d -> d.versions = chosen);
  }

  public BuildPlan withProcesses(Map<String, StartCommand> started) {
    return changed(d -> d.processes = started);
  }

  /** With a web process where there is one. */
  public BuildPlan withWeb(Optional<StartCommand> web) {
    return withProcesses(
        web.<Map<String, StartCommand>>map(w -> Map.of("web", w)).orElse(Map.of()));
  }

  public BuildPlan withHealthPath(@Nullable String path) {
    return changed(d -> d.healthPath = path);
  }

  public BuildPlan withExposedPort(@Nullable Integer port) {
    return changed(d -> d.exposedPort = port);
  }

  public BuildPlan withNotices(List<String> told) {
    return changed(d -> d.notices = told);
  }

  public BuildPlan withWishes(@Nullable Wishes asked) {
    return changed(d -> d.wishes = asked);
  }

  private BuildPlan changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.made();
  }

  /** A copy under way: what is not set stays as it was. */
  private static final class Draft {
    private String language;
    private String because;
    private String root;
    private List<Version> versions;
    private Build build;
    private Map<String, StartCommand> processes;
    private @Nullable String healthPath;
    private @Nullable Integer exposedPort;
    private List<String> notices;
    private @Nullable Wishes wishes;

    Draft(BuildPlan from) {
      language = from.language;
      because = from.because;
      root = from.root;
      versions = from.versions;
      build = from.build;
      processes = from.processes;
      healthPath = from.healthPath;
      exposedPort = from.exposedPort;
      notices = from.notices;
      wishes = from.wishes;
    }

    BuildPlan made() {
      return new BuildPlan(
          language,
          because,
          root,
          versions,
          build,
          processes,
          healthPath,
          exposedPort,
          notices,
          wishes);
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
