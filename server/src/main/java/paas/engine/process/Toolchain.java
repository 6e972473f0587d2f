package paas.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import paas.buildpacks.plan.Tool;
import paas.engine.BuildFailed;
import paas.model.AppId;

/** Finds the machine's programs that build and run apps, among those that apps' users can run. */
final class Toolchain {
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
  private static final List<String> SHOWN = List.of("node", "npm", "python3", "go", "cargo");

  private final Users users;
  private final Prefixes prefixes;
  private final List<Path> reachable;
  private final List<Path> wanted;
  private final Map<List<String>, Probed> probed = new ConcurrentHashMap<>();

  Toolchain(Users users, Prefixes prefixes, Environments environments, String searchPath) {
    this.users = users;
    this.prefixes = prefixes;
    this.reachable = environments.searchPath();
    this.wanted =
        Arrays.stream(searchPath.split(":", -1))
            .filter(p -> p.startsWith("/"))
            .map(Path::of)
            .toList();
  }

  /** A program that stands for a tool's name, and what it says of its version. */
  record Found(Tool tool, Path program, String version) {}

  private record Probed(long modified, String said) {}

  /**
   * Finds a tool for an app.
   *
   * @throws BuildFailed that says what was found in its place and how to install it
   */
  Found find(Tool tool, AppId app) throws BuildFailed {
    List<String> unfit = new ArrayList<>();
    for (String candidate : tool.candidates()) {
      for (Path folder : reachable) {
        Path program = folder.resolve(candidate);
        if (users.canRun(program) && Files.isExecutable(program)) {
          Optional<String> version = versionOf(tool, program, app);
          if (version.isPresent()) {
            return new Found(tool, program, version.get());
          }
          unfit.add(program + " is older than " + tool.atLeast() + " or incomplete");
        }
      }
    }
    tool.candidates().forEach(name -> unreachable(name).ifPresent(unfit::add));
    String instead = unfit.isEmpty() ? "" : " (" + String.join("; ", unfit) + ")";
    String version = tool.atLeast().isEmpty() ? "" : " " + tool.atLeast() + " or newer";
    throw new BuildFailed(
        tool.name() + version + " is needed and not found" + instead, tool.install());
  }

  /** A line for each usual tool: where it is, and what is passed over. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    for (String name : SHOWN) {
      String place =
          reachable.stream()
              .map(folder -> folder.resolve(name))
              .filter(p -> users.canRun(p) && Files.isExecutable(p))
              .findFirst()
              .map(Path::toString)
              .orElse("not found");
      facts.add(name + ": " + place + unreachable(name).map(u -> " (" + u + ")").orElse(""));
    }
    return facts;
  }

  /** The first program of this name that lies where apps' users cannot go. */
  private Optional<String> unreachable(String name) {
    return wanted.stream()
        .map(folder -> folder.resolve(name))
        .filter(program -> Files.isExecutable(program) && !users.canRun(program))
        .findFirst()
        .map(program -> program + " is passed over: only root can reach it");
  }

  /** Asks once for each version of the program's file. */
  private Optional<String> versionOf(Tool tool, Path program, AppId app) {
    List<String> argv = new ArrayList<>(prefixes.asUserOf(app));
    argv.add(program.toString());
    argv.addAll(tool.probe());
    List<String> key = new ArrayList<>(tool.probe());
    key.add(program.toString());
    try {
      long modified = Files.getLastModifiedTime(program.toRealPath()).toMillis();
      Probed known = probed.get(key);
      if (known == null || known.modified() != modified) {
        known = new Probed(modified, Commands.output(PROBE_LIMIT, argv).orElse(""));
        probed.put(List.copyOf(key), known);
      }
      return tool.accepts(known.said()) ? Tool.versionIn(known.said()) : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
