package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.plan.BuildStep;

/**
 * How one package of a workspace is built: by the tool that the repository has for it, else package
 * by package.
 */
record WorkspaceBuild(Workspace workspace, String folder, NodeManager manager) {
  private static final List<String> RUN = List.of("npm", "exec", "--no", "--");

  /** The commands, run at the root of the repository. */
  List<List<String>> commands(Optional<Framework> framework) {
    PackageJson own = workspace.members().get(folder);
    List<List<String>> commands = new ArrayList<>();
    Optional<String> name = own == null ? Optional.empty() : own.name().filter(this::isPlain);
    if (has("turbo", "turbo.json") && name.isPresent()) {
      commands.add(join(RUN, List.of("turbo", "run", "build", "--filter=" + name.get())));
    } else if (has("nx", "nx.json") && nxProject(name).isPresent()) {
      commands.add(join(RUN, List.of("nx", "run", nxProject(name).get() + ":build")));
    } else {
      workspace.needed(folder).stream()
          .filter(workspace::hasBuild)
          .forEach(place -> commands.add(script(place)));
    }
    if (own == null || own.script("build").isEmpty()) {
      framework
          .flatMap(Framework::build)
          .filter(words -> !has("nx", "nx.json"))
          .ifPresent(words -> commands.add(inFolder(join(RUN, words))));
    }
    framework.ifPresent(known -> known.finish().forEach(words -> commands.add(inFolder(words))));
    return commands;
  }

  /** Where the tools keep what they built before. */
  List<BuildStep.Cache> caches() {
    return Stream.of(
            has("turbo", "turbo.json")
                ? Stream.of(new BuildStep.Cache("turbo", "TURBO_CACHE_DIR"))
                : Stream.<BuildStep.Cache>empty(),
            has("nx", "nx.json")
                ? Stream.of(new BuildStep.Cache("nx", "NX_CACHE_DIRECTORY"))
                : Stream.<BuildStep.Cache>empty())
        .flatMap(caches -> caches)
        .toList();
  }

  private boolean has(String tool, String file) {
    return workspace.json().names(tool) && workspace.tree().isFile(file);
  }

  /** A project of nx is named in a file of its own, or as the package. */
  private Optional<String> nxProject(Optional<String> packageName) {
    return NxProject.nameIn(workspace.treeOf(folder)).filter(this::isPlain).or(() -> packageName);
  }

  private boolean isPlain(String name) {
    return name.matches("[A-Za-z0-9@_][A-Za-z0-9@/._-]{0,120}");
  }

  private List<String> script(String place) {
    return switch (manager.name()) {
      case "pnpm" -> List.of("pnpm", "--dir", place, "run", "build");
      case "yarn" -> List.of("yarn", "--cwd", place, "run", "build");
      case "bun" -> List.of("bun", "run", "--cwd", place, "build");
      default -> List.of("npm", "run", "build", "--workspace=" + place);
    };
  }

  private List<String> inFolder(List<String> words) {
    return List.of("sh", "-c", "cd " + folder + " && exec " + String.join(" ", words));
  }

  private static List<String> join(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
