package paas.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import paas.engine.StartFailed;
import paas.model.AppId;

/** Starts what ends with this server: steps of builds and one-off processes. */
final class Jobs {
  private final Folders folders;
  private final Launcher launcher;
  private final Cgroups cgroups;
  private final AtomicLong count = new AtomicLong();

  Jobs(Folders folders, Launcher launcher, Cgroups cgroups) {
    this.folders = folders;
    this.launcher = launcher;
    this.cgroups = cgroups;
  }

  /**
   * What to run.
   *
   * @param env what it sees, made for the folder of its runner
   * @param memory its limit in bytes; 0 for none
   * @param build whether it gets only CPU time that nobody else wants, and one stream of output
   */
  record Wish(
      AppId app,
      Path directory,
      List<String> command,
      Function<RunFolder, Map<String, String>> env,
      long memory,
      boolean build) {}

  Job start(Wish wish, @Nullable Path terminal) throws StartFailed {
    return start(
        wish,
        terminal,
        name -> wish.memory() > 0 ? cgroups.create(name, wish.memory()) : Optional.empty());
  }

  /** Starts it in the control group of an instance that runs, under one limit with it. */
  Job startIn(RunFolder instance, Wish wish, @Nullable Path terminal) throws StartFailed {
    return start(wish, terminal, _ -> cgroups.entry(instance.name()));
  }

  private Job start(Wish wish, @Nullable Path terminal, Function<String, Optional<Path>> makeGroup)
      throws StartFailed {
    long own = ProcessHandle.current().pid();
    String name = "job-" + own + "-" + count.incrementAndGet();
    RunFolder folder = new RunFolder(folders.run().resolve(name));
    try {
      folder.create(new RunFolder.About(0, 0, Instant.now(), RunFolder.boot()));
      folders.giveTo(wish.app(), folders.home(wish.app()));
      folders.giveTo(wish.app(), folders.tmp(name));
      Optional<Path> group = makeGroup.apply(name);
      Launcher.Start start =
          new Launcher.Start(
              folder,
              wish.app(),
              wish.directory(),
              wish.command(),
              wish.env().apply(folder),
              group.isPresent() ? 0 : wish.memory(),
              group.orElse(null),
              wish.build(),
              terminal);
      Process runner = launcher.withPipes(start, !wish.build());
      return new Job(folder, runner, () -> clear(folder));
    } catch (IOException e) {
      clear(folder);
      throw new StartFailed(
          "no process could be started: " + e.getMessage(), "look at the data folder's disk");
    } catch (StartFailed e) {
      clear(folder);
      throw e;
    }
  }

  /** Removes what a job leaves: stray processes, its folders, its control group. */
  private void clear(RunFolder folder) {
    Strays.kill(folder, cgroups);
    folder.delete();
    cgroups.remove(folder.name());
    Path tmp = folders.tmp(folder.name());
    if (Files.exists(tmp)) {
      Commands.removeTree(tmp);
    }
  }
}
