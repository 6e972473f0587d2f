package paas.hooks;

import java.nio.file.Path;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * JGit's view of the machine, which it keeps in a static field. A repository here behaves the same
 * whatever {@code ~/.gitconfig} says, no git program is asked where its settings lie, and what JGit
 * measures about the file system is kept beside the repositories.
 */
final class QuietSystem extends SystemReader.Delegate {
  private static final SystemReader MACHINE = SystemReader.getInstance();

  private final Path measured;

  private QuietSystem(Path measured) {
    super(MACHINE);
    this.measured = measured;
  }

  static void install(Path measured) {
    SystemReader.setInstance(new QuietSystem(measured));
    // Measuring the clock of the file system takes seconds: once per folder, beside everything
    // else.
    FS.FileStoreAttributes.setBackground(true);
    Thread.startVirtualThread(() -> FS.FileStoreAttributes.get(measured.getParent()));
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new Bounded(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new FileBasedConfig(parent, measured.toFile(), fs);
  }

  /**
   * For every repository, whatever its own file says less: a clone or a garbage collection looks
   * for deltas, and would hold ten of the largest files for each of its threads.
   */
  private static final class Bounded extends Empty {
    Bounded(@Nullable Config parent, FS fs) {
      super(parent, fs);
      setInt("pack", null, "threads", 1);
      setLong("pack", null, "windowMemory", 8 << 20);
      setLong("pack", null, "deltaCacheSize", 4 << 20);
      setLong("core", null, "bigFileThreshold", 1 << 20);
      // Collected only when nobody is at work there, so that nobody still reads the old packs.
      setString("gc", null, "prunePackExpire", "now");
      // Else all of a pack that is dropped would become a file of its own, until the next time.
      setString("gc", null, "pruneExpire", "now");
    }
  }

  private static class Empty extends FileBasedConfig {
    Empty(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
