package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import paas.engine.Usage;

/** A process and all that comes from it, as they are at one moment. */
final class ProcessTree {
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final Path PROC = Path.of("/proc");
  private final List<ProcStat> members;

  private ProcessTree(List<ProcStat> members) {
    this.members = members;
  }

  /** The trees below these processes, themselves included where they live. */
  static ProcessTree below(Set<ProcessId> roots) {
    Map<Long, List<ProcStat>> byParent = new HashMap<>();
    Deque<ProcStat> open = new ArrayDeque<>();
    for (ProcStat stat : all()) {
      byParent.computeIfAbsent(stat.parent(), _ -> new ArrayList<>()).add(stat);
      if (roots.contains(stat.id())) {
        open.add(stat);
      }
    }
    Map<Long, ProcStat> found = new HashMap<>();
    while (!open.isEmpty()) {
      ProcStat next = open.remove();
      if (found.putIfAbsent(next.pid(), next) == null) {
        open.addAll(byParent.getOrDefault(next.pid(), List.of()));
      }
    }
    return new ProcessTree(List.copyOf(found.values()));
  }

  /** Those that carry this variable in the environment that they were started with. */
  static ProcessTree marked(String variable) {
    String mark = "\0" + variable + "\0";
    List<ProcStat> found = new ArrayList<>();
    for (ProcStat stat : all()) {
      if (("\0" + text(stat.pid(), "environ")).contains(mark)) {
        found.add(stat);
      }
    }
    return new ProcessTree(found);
  }

  /** Kills each of them. */
  void kill() {
    members.stream()
        .map(ProcStat::id)
        .filter(ProcessId::alive)
        .forEach(id -> Native.kill(id.pid(), Native.SIGKILL));
  }

  /** Signals each of them but this one. */
  void signalAllBut(Optional<ProcessId> spared, int signal) {
    members.stream()
        .map(ProcStat::id)
        .filter(id -> !spared.equals(Optional.of(id)))
        .filter(ProcessId::alive)
        .forEach(id -> Native.kill(id.pid(), signal));
  }

  boolean isEmpty() {
    return members.stream().allMatch(ProcStat::ended);
  }

  Usage usage() {
    long ticks = 0;
    long memory = 0;
    for (ProcStat member : members) {
      ticks += member.cpuTicks();
      memory += anonymous(text(member.pid(), "status"));
    }
    return new Usage(ticks * NANOS_PER_TICK, memory);
  }

  /** Inode numbers of the sockets that they hold open. */
  Set<Long> sockets() {
    Set<Long> inodes = new HashSet<>();
    for (ProcStat member : members) {
      collectSockets(PROC.resolve(Long.toString(member.pid())).resolve("fd"), inodes);
    }
    return inodes;
  }

  private static void collectSockets(Path folder, Set<Long> inodes) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder)) {
      for (Path descriptor : descriptors) {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(Long.parseLong(target.substring(8, target.length() - 1)));
        }
      }
    } catch (IOException | DirectoryIteratorException goneMeanwhile) {
      // What is closed or ended by now listens no more.
    }
  }

  private static long anonymous(String status) {
    int at = status.indexOf("RssAnon:");
    if (at < 0) {
      return 0;
    }
    String kilobytes = status.substring(at + 8, status.indexOf("kB", at)).strip();
    return Long.parseLong(kilobytes) * 1024;
  }

  private static List<ProcStat> all() {
    List<ProcStat> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        ProcStat.of(Long.parseLong(folder.getFileName().toString())).ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String text(long pid, String file) {
    try {
      Path path = PROC.resolve(Long.toString(pid)).resolve(file);
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
