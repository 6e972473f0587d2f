package paas.buildpacks.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a framework makes of an app, and how that is put before the world.
 *
 * @param name for people: "Next.js"
 * @param start the command of its server, a shell line; empty where the app's own script starts it
 * @param insists true if its command is right even where scripts.start names another
 * @param site what is served where it makes files and no server
 * @param alone the folder that the server needs and nothing beside it, where there is such a one
 * @param build the command that builds, where package.json has no build script
 * @param finish commands after the build
 * @param env for the steps and the processes
 */
record Framework(
    String name,
    Optional<String> start,
    boolean insists,
    Optional<Pages> site,
    Optional<String> alone,
    Optional<List<String>> build,
    List<List<String>> finish,
    Map<String, String> env) {

  /**
   * Files to serve.
   *
   * @param folder in the app
   * @param fallback the page in it that answers where there is no file
   */
  record Pages(String folder, Optional<String> fallback) {}

  /** One that starts what it built. */
  static Framework server(String name, String start, Map<String, String> env, String... build) {
    return new Framework(
        name,
        Optional.of(start),
        false,
        Optional.empty(),
        Optional.empty(),
        command(build),
        List.of(),
        env);
  }

  /** One that makes files. */
  static Framework site(String name, String folder, Optional<String> fallback, String... build) {
    return new Framework(
        name,
        Optional.empty(),
        false,
        Optional.of(new Pages(folder, fallback)),
        Optional.empty(),
        command(build),
        List.of(),
        Map.of());
  }

  /** One that only wants to be told where to listen. */
  static Framework told(String name, Map<String, String> env) {
    return new Framework(
        name,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        env);
  }

  /** Its server needs nothing but this folder. */
  Framework needingOnly(String folder) {
    return new Framework(name, start, insists, site, Optional.of(folder), build, finish, env);
  }

  /** Its command counts before scripts.start, and these complete the build. */
  Framework insisting(List<List<String>> commands) {
    return new Framework(name, start, true, site, alone, build, commands, env);
  }

  private static Optional<List<String>> command(String... words) {
    return words.length == 0 ? Optional.empty() : Optional.of(List.of(words));
  }
}
