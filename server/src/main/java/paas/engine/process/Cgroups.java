package paas.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Control groups for the memory of apps, where this process may make them. The runner of a process
 * stays outside, so that it lives to tell the end.
 */
final class Cgroups implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private final @Nullable Path base;
  private final Path own;
  private final boolean second;

  /**
   * @param base holds the groups that are made; null for none
   * @param own the group of this process
   */
  private Cgroups(@Nullable Path base, Path own, boolean second) {
    this.base = base;
    this.own = own;
    this.second = second;
  }

  /** Finds a place by making a group there and letting a process in. */
  static Cgroups probe(String instanceId) {
    for (Cgroups place : places("paas-" + instanceId)) {
      if (place.works()) {
        return place;
      }
    }
    return new Cgroups(null, ROOT, false);
  }

  boolean usable() {
    return base != null;
  }

  String fact() {
    return base == null
        ? "memory limit: of each process alone (no control groups for this user)"
        : "memory limit: of the whole process tree (control groups " + (second ? "v2)" : "v1)");
  }

  /**
   * To be called a few milliseconds before a process enters a group. The kernel makes the first
   * that enters wait for 5 to 15 ms and lets in at once who comes soon after: this process is the
   * first, entering the group in which it is.
   */
  void expectEntry() {
    if (base != null) {
      String self = Long.toString(ProcessHandle.current().pid());
      Thread.ofVirtual().start(() -> writeWhereThere(own, "cgroup.procs", self));
    }
  }

  /** Makes a group; the file that takes processes into it, or empty when that cannot be. */
  Optional<Path> create(String name, long memoryBytes) {
    if (base == null) {
      return Optional.empty();
    }
    Path group = base.resolve(name);
    try {
      Files.createDirectories(group);
      String limit = Long.toString(memoryBytes);
      if (second) {
        write(group, "memory.max", limit);
        writeWhereThere(group, "memory.swap.max", "0");
      } else {
        write(group, "memory.limit_in_bytes", limit);
        writeWhereThere(group, "memory.memsw.limit_in_bytes", limit);
      }
      return Optional.of(group.resolve("cgroup.procs"));
    } catch (IOException refused) {
      remove(name);
      return Optional.empty();
    }
  }

  /** The file that takes processes into a group that is there. */
  Optional<Path> entry(String name) {
    return Optional.ofNullable(base)
        .map(place -> place.resolve(name).resolve("cgroup.procs"))
        .filter(Files::exists);
  }

  /** Whether the kernel killed anything in it for want of memory. */
  boolean killedForMemory(String name) {
    if (base == null) {
      return false;
    }
    try {
      Path events = base.resolve(name).resolve(second ? "memory.events" : "memory.oom_control");
      return Files.readAllLines(events).stream()
          .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
    } catch (IOException noGroup) {
      return false;
    }
  }

  /** Kills all that is in it. */
  void kill(String name) {
    if (base == null) {
      return;
    }
    Path group = base.resolve(name);
    try {
      if (Files.exists(group.resolve("cgroup.kill"))) {
        write(group, "cgroup.kill", "1");
      } else {
        for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
          Native.kill(Long.parseLong(pid), Native.SIGKILL);
        }
      }
    } catch (IOException noGroup) {
      // Then nothing is in it.
    }
  }

  /** Removes it when nothing is left in it. */
  void remove(String name) {
    try {
      if (base != null) {
        Files.deleteIfExists(base.resolve(name));
      }
    } catch (IOException stillUsed) {
      // A process that cannot be killed yet (in the kernel) keeps it; it costs nothing.
    }
  }

  /** Removes its own group unless apps go on running in it. */
  @Override
  public void close() {
    try {
      if (base != null) {
        Files.deleteIfExists(base);
      }
    } catch (IOException inUse) {
      // As it should be.
    }
  }

  private boolean works() {
    try {
      if (base == null) {
        return false;
      }
      Files.createDirectories(base);
      if (second) {
        writeWhereThere(base.getParent(), "cgroup.subtree_control", "+memory");
        write(base, "cgroup.subtree_control", "+memory");
      }
      Optional<Path> procs = create("trial", 1L << 30);
      boolean entered = procs.isPresent() && enters(procs.get());
      remove("trial");
      return entered;
    } catch (IOException refused) {
      return false;
    }
  }

  private static boolean enters(Path procs) {
    String script = "echo 0 >\"$1\"";
    return Commands.works(
        Duration.ofSeconds(5), List.of("sh", "-c", script, "sh", procs.toString()));
  }

  /** Beside this process's own group where a service manager delegated that, else at the top. */
  private static List<Cgroups> places(String name) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
        String[] fields = line.split(":", 3);
        if (List.of(fields[1].split(",")).contains("memory")) {
          Path own = ROOT.resolve("memory").resolve(fields[2].substring(1));
          return List.of(new Cgroups(own.resolve(name), own, false));
        }
        if (fields[1].isEmpty() && Files.exists(ROOT.resolve("cgroup.controllers"))) {
          Path own = ROOT.resolve(fields[2].substring(1));
          Cgroups top = new Cgroups(ROOT.resolve(name), own, true);
          return own.endsWith("main")
              ? List.of(new Cgroups(own.resolveSibling(name), own, true), top)
              : List.of(top);
        }
      }
    } catch (IOException noCgroups) {
      return List.of();
    }
    return List.of();
  }

  private static void write(Path group, String file, String value) throws IOException {
    Files.writeString(group.resolve(file), value, StandardOpenOption.WRITE);
  }

  private static void writeWhereThere(@Nullable Path group, String file, String value) {
    try {
      if (group != null) {
        write(group, file, value);
      }
    } catch (IOException notOnThisKernel) {
      // Swap accounting may be off.
    }
  }
}
