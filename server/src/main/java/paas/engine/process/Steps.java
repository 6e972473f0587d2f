package paas.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import paas.buildpacks.plan.LocalBuild;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.StartFailed;
import paas.engine.StepFailure;
import paas.engine.StepLines;
import paas.model.AppId;

/** Runs the steps of builds, or takes what one made before out of the app's cache. */
final class Steps {
  /** Longer than a whole build may be set to take: the deploy has a limit of its own. */
  private static final Duration LIMIT = Duration.ofHours(24);

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);
  private final Folders folders;
  private final Jobs jobs;

  Steps(Folders folders, Jobs jobs) {
    this.folders = folders;
    this.jobs = jobs;
  }

  /** Where a step runs, and what it sees there. */
  record Place(AppId app, Path folder, Function<RunFolder, Map<String, String>> env) {}

  void run(Place place, LocalBuild.LocalStep step, BuildOutput output)
      throws BuildFailed, InterruptedException {
    long began = System.nanoTime();
    for (List<String> command : step.commands()) {
      StepLines said = new StepLines(output::line);
      int status = exec(place, command, said);
      if (status != 0) {
        long took = System.nanoTime() - began;
        output.stepDone(step.title(), Duration.ofNanos(took), StepFailure.note(took));
        throw StepFailure.of(step.title(), status, said);
      }
    }
  }

  /** Whether what the step would make is there: put into its place, or still in its caches. */
  boolean restore(Place place, Layer layer, BuildOutput output)
      throws BuildFailed, InterruptedException, IOException {
    Stream<Path> needed =
        layer.isInCaches()
            ? layer.marks().stream()
            : Stream.of(folders.layers(place.app()).resolve(layer.key()));
    String verb = layer.isInCaches() ? "filled" : "restore";
    return needed.allMatch(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        && exec(place, layerCommand(place, verb, layer), new StepLines(output::line)) == 0;
  }

  /** Keeps what a step made; all of it is done as the app's user, in its own cache. */
  void save(Place place, Layer layer, BuildOutput output)
      throws BuildFailed, InterruptedException, IOException {
    String verb = layer.isInCaches() ? "fill" : "save";
    if (exec(place, layerCommand(place, verb, layer), new StepLines(output::line)) != 0) {
      output.warning("what this step made could not be kept for the next build");
    }
  }

  private List<String> layerCommand(Place place, String verb, Layer layer) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", Launcher.script(folders.run(), "layer").toString(), verb));
    if (layer.isInCaches()) {
      layer.marks().forEach(mark -> command.add(mark.toString()));
    } else {
      command.add(folders.layers(place.app()).resolve(layer.key()).toString());
      command.addAll(layer.outputs());
    }
    return command;
  }

  /** Runs one command to its end; an interrupt kills it. */
  private int exec(Place place, List<String> command, StepLines said)
      throws BuildFailed, InterruptedException {
    Jobs.Wish wish = new Jobs.Wish(place.app(), place.folder(), command, place.env(), 0, true);
    try (Job job = jobs.start(wish, null)) {
      job.process().outputWriter().close();
      Thread reader = Thread.ofVirtual().start(() -> copy(job.process().getInputStream(), said));
      if (!job.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new BuildFailed(
            String.join(" ", command) + " did not end in " + LIMIT.toHours() + " hours",
            "look for what it waits for");
      }
      reader.join(DRAIN_LIMIT);
      return job.process().exitValue();
    } catch (StartFailed e) {
      throw new BuildFailed(e.reason(), e.remedy());
    } catch (IOException e) {
      throw new BuildFailed("a step's input could not be closed: " + e.getMessage(), "try again");
    }
  }

  private static void copy(InputStream in, StepLines said) {
    byte[] buffer = new byte[8192];
    try (in) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        said.take(buffer, length);
      }
    } catch (IOException killed) {
      // The step is gone, and with it what it had to say.
    }
    said.end();
  }
}
