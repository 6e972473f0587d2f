package paas.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paas.buildpacks.heroku.PackRelease;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.plan.StartCommand;
import paas.engine.BuildOutput;
import paas.engine.Engine;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.engine.StartFailed;
import paas.hooks.ExportLimits;
import paas.hooks.RemoteLimits;
import paas.hooks.RemoteRefused;
import paas.hooks.RemoteTrees;
import paas.hooks.Repositories;

/** Brings the buildpacks of an app before its build, and asks afterwards what they start. */
final class PackStep {
  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final int LONGEST_ANSWER = 256 << 10;
  private static final int SHORT = 10;

  /** What stands before the answer: scripts of .profile.d may print before it. */
  private static final String MARK = "%paas-release";

  private final Engine engine;
  private final Repositories repositories;
  private final ExportLimits limits;
  private final long memoryBytes;
  private final Path folders;
  private final RemoteTrees remote;

  /**
   * @param data the data folder
   * @param settings most memory of the command that asks, and whom to trust
   */
  PackStep(Engine engine, Repositories repositories, DeploySettings settings, Path data) {
    this.engine = engine;
    this.repositories = repositories;
    this.limits = settings.export();
    this.memoryBytes = settings.memoryBytes();
    this.folders = data.resolve("buildpacks");
    this.remote =
        new RemoteTrees(data.resolve("packs"), RemoteLimits.defaults(), settings.trusted());
  }

  /** Puts them into the folder of the app's source, where it is built by buildpacks. */
  void fetch(Work work, BuildOutput output) throws DeployFailed, IOException {
    if (!(work.plan().build() instanceof Buildpacks build)) {
      return;
    }
    Path into = prepared(SourceStep.folder(work.source, work.plan()));
    int number = 0;
    for (Buildpacks.Pack pack : build.packs()) {
      number++;
      long began = System.nanoTime();
      Path place = into.resolve(Integer.toString(number));
      String commit = fetched(pack, place);
      for (String program : List.of("bin/detect", "bin/compile")) {
        if (!Files.isRegularFile(place.resolve(program))) {
          throw new DeployFailed(
              pack.source() + " is no buildpack: it has no " + program + " at " + brief(commit),
              "Name another: ssh paas buildpacks:list " + work.app.name());
        }
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      String ref = pack.ref().isEmpty() ? "" : "   (" + pack.ref() + ")";
      output.stepDone("fetch " + pack.name(), took, "at " + brief(commit) + ref);
    }
  }

  private static String brief(String commit) {
    return commit.substring(0, Math.min(SHORT, commit.length()));
  }

  /** What the app has under our names goes: a link there would lead astray. */
  private static Path prepared(Path source) throws IOException {
    Path ours = source.resolve(Buildpacks.FOLDER).getParent();
    if (ours != null && !Files.isDirectory(ours, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(ours);
      Files.createDirectory(ours);
    }
    Path folder = source.resolve(Buildpacks.FOLDER);
    if (Files.isSymbolicLink(folder)) {
      Files.delete(folder);
    }
    Aftermath.remove(folder);
    return Files.createDirectory(folder);
  }

  private String fetched(Buildpacks.Pack pack, Path place) throws DeployFailed, IOException {
    RemoteTrees.Target target = new RemoteTrees.Target(place, limits, repositories);
    try {
      return pack.url().isEmpty()
          ? remote.local(folder(pack), pack.ref(), target)
          : remote.fetch(pack.url(), pack.ref(), target);
    } catch (RemoteRefused e) {
      throw new DeployFailed("the buildpack " + pack.source() + " " + e.reason(), e.remedy());
    }
  }

  private Path folder(Buildpacks.Pack pack) throws DeployFailed {
    Path folder = folders.resolve(pack.name());
    if (!Files.isDirectory(folder)) {
      throw new DeployFailed(
          "the buildpack " + pack.source() + " is not there",
          "Whoever runs the server puts its git repository into " + folder + ".");
    }
    return folder;
  }

  /** Adds the processes that the last buildpack names and the app does not. */
  void complete(Work work) throws DeployFailed, InterruptedException {
    if (!(work.plan().build() instanceof Buildpacks build)) {
      return;
    }
    BuildPlan plan = work.plan();
    String name = build.packs().getLast().name();
    Map<String, StartCommand> processes = new LinkedHashMap<>();
    try {
      processes.putAll(PackRelease.processes(released(work), name));
    } catch (IllegalArgumentException e) {
      throw new DeployFailed(
          "what bin/release of " + name + " says " + e.getMessage(), "Its author has to mend it.");
    }
    processes.putAll(plan.processes());
    if (processes.isEmpty()) {
      throw new DeployFailed(
          "nothing says how to start the app: " + name + " names no process",
          "Add a Procfile with a line such as \"web: ./server.sh\".");
    }
    work.plan = plan.withProcesses(processes);
    processes.forEach((type, start) -> {
      if (!plan.processes().containsKey(type)) {
        work.log.hooks().line(type + "   " + start.command() + "   (" + name + ")");
      }
    });
  }

  private String released(Work work) throws DeployFailed, InterruptedException {
    try (OneOff command = engine.run(asking(work))) {
      command.stdin().close();
      Thread errors = Thread.ofVirtual().start(() -> drop(command.stderr()));
      byte[] said = command.stdout().readNBytes(LONGEST_ANSWER);
      int status = command.waitFor(ANSWER).orElse(-1);
      errors.join(ANSWER);
      if (status != 0) {
        throw new DeployFailed("what the buildpacks built cannot be read", "Push again.");
      }
      String text = new String(said, StandardCharsets.UTF_8);
      return text.substring(text.indexOf("\n" + MARK + "\n") + MARK.length() + 2);
    } catch (StartFailed e) {
      throw new DeployFailed("what the buildpacks built cannot be read: " + e.reason(), e.remedy());
    } catch (IOException e) {
      throw new DeployFailed("what the buildpacks built cannot be read", "Push again.");
    }
  }

  private OneOffSpec asking(Work work) {
    return new OneOffSpec(
        work.app.id(),
        work.app.name(),
        0,
        "d" + work.deploy.number() + "-packs.1",
        work.artifact(),
        List.of("sh", "-c", "echo; echo " + MARK + "; cat " + Buildpacks.RELEASE),
        Map.of(),
        memoryBytes,
        null);
  }

  private static void drop(InputStream in) {
    try (in) {
      in.skipNBytes(LONGEST_ANSWER);
    } catch (IOException ended) {
      // Whatever it was, the exit status says whether it matters.
    }
  }
}
