package paas.buildpacks.plan;

import java.util.List;
import java.util.Map;

/**
 * A build on the machine itself, with its own toolchains. It must be done in the folder in which
 * the release will run: a Python environment holds its own path.
 *
 * @param packages Debian packages that must be installed on the machine
 * @param tools found first; one that is missing ends the build with its {@link Tool#install}
 * @param files written into the folder first
 * @param steps run in order in the folder, as the app's user
 * @param processEnv for every process of the app
 * @param processPath folders relative to the app's that come first in every process's PATH
 */
public record LocalBuild(
    List<String> packages,
    List<Tool> tools,
    List<AddedFile> files,
    List<LocalStep> steps,
    Map<String, String> processEnv,
    List<String> processPath) {

  public LocalBuild {
    packages = List.copyOf(packages);
    tools = List.copyOf(tools);
    files = List.copyOf(files);
    steps = List.copyOf(steps);
    processEnv = Map.copyOf(processEnv);
    processPath = List.copyOf(processPath);
  }

  /**
   * One step: argument lists, never a shell line. The first word of each is the name of a tool or a
   * path in the folder (it then holds a '/') or a program of every Debian system.
   *
   * <p>A step whose {@code inputs} are files, not the whole tree, makes the same {@code outputs}
   * from the same inputs, commands and tool versions: an engine may keep and share them.
   *
   * @param title for people: "npm ci"
   * @param inputs the files it reads; {@link Recipe#WHOLE_TREE} where it may read any
   * @param outputs what it makes in the folder
   * @param env for its commands, places of caches included
   * @param cacheFolders absolute; to be there before the first command
   */
  public record LocalStep(
      String title,
      List<List<String>> commands,
      List<String> inputs,
      List<String> outputs,
      Map<String, String> env,
      List<String> cacheFolders) {

    public LocalStep {
      commands = commands.stream().map(List::copyOf).toList();
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      env = Map.copyOf(env);
      cacheFolders = List.copyOf(cacheFolders);
    }
  }
}
