package paas.engine.process;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import paas.buildpacks.plan.Buildpacks;
import paas.engine.StartFailed;
import paas.model.Artifact;

/**
 * A built release: its folder, beside it the programs that stand for its tools, and a file with
 * what its processes need, which is written last.
 *
 * @param path folders in it that come first in the PATH of its processes
 * @param env for its processes
 */
record Slug(Path folder, List<String> path, Map<String, String> env) {

  Slug {
    path = List.copyOf(path);
    env = Map.copyOf(env);
  }

  /** Links to programs under the names that the app's commands use. */
  Path tools() {
    return folder.resolveSibling(folder.getFileName() + ".tools");
  }

  /** What buildpacks built is started by a script of ours, after what they left in .profile.d. */
  List<String> started(List<String> argv) {
    if (!Files.isRegularFile(folder.resolve(Buildpacks.START), LinkOption.NOFOLLOW_LINKS)) {
      return argv;
    }
    return Stream.concat(Stream.of("bash", Buildpacks.START), argv.stream()).toList();
  }

  private static Path facts(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".facts");
  }

  private static Path fresh(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".fresh");
  }

  static boolean complete(Path folder) {
    return Files.exists(facts(folder)) && Files.isDirectory(folder);
  }

  /**
   * The one that an artifact names.
   *
   * @throws StartFailed when it is not there
   */
  static Slug of(Artifact artifact, Folders folders) throws StartFailed {
    if (!(artifact instanceof Artifact.Slug)) {
      throw new StartFailed(
          "the release was built as an image, which this engine cannot run", "push again");
    }
    try {
      Path folder = folders.slug(artifact.reference());
      if (complete(folder)) {
        return read(folder);
      }
    } catch (IOException e) {
      throw new StartFailed("the built release cannot be read: " + e.getMessage(), "push again");
    }
    throw new StartFailed("the built release " + artifact.reference() + " is gone", "push again");
  }

  private static Slug read(Path folder) throws IOException {
    Properties facts = new Properties();
    try (Reader in = Files.newBufferedReader(facts(folder))) {
      facts.load(in);
    }
    Map<String, String> env = new TreeMap<>();
    for (String key : facts.stringPropertyNames()) {
      if (key.startsWith("env.")) {
        env.put(key.substring(4), facts.getProperty(key));
      }
    }
    List<String> path = Arrays.asList(facts.getProperty("path", "").split(":", -1));
    return new Slug(folder, path.stream().filter(p -> !p.isEmpty()).toList(), env);
  }

  void write() throws IOException {
    Properties facts = new Properties();
    facts.setProperty("path", String.join(":", path));
    env.forEach((name, value) -> facts.setProperty("env." + name, value));
    Path fresh = fresh(folder);
    try (Writer out = Files.newBufferedWriter(fresh)) {
      facts.store(out, null);
    }
    Files.move(fresh, facts(folder), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes it, the file that says it is complete first. */
  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(facts(folder));
    Files.deleteIfExists(fresh(folder));
    for (Path part : List.of(folder, new Slug(folder, List.of(), Map.of()).tools())) {
      if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
        Commands.removeTree(part);
      }
    }
  }
}
