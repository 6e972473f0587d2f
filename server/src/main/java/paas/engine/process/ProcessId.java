package paas.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process for ever, as far as this boot goes: a number is given out again, with its start it is
 * not.
 *
 * @param startTick clock ticks from boot to its start
 */
record ProcessId(long pid, long startTick) {

  /** Whether it runs; one that ended and was not yet waited for does not. */
  boolean alive() {
    return ProcStat.of(pid)
        .filter(stat -> stat.startTick() == startTick && !stat.ended())
        .isPresent();
  }

  /** Signals its process group, or itself while it has none. */
  void signalGroup(int signal) {
    if (alive() && !Native.kill(-pid, signal)) {
      Native.kill(pid, signal);
    }
  }

  /** Reads a line of {@code /proc/PID/stat} that was kept in a file. */
  static Optional<ProcessId> in(Path file) {
    try {
      String line = Files.readString(file, StandardCharsets.ISO_8859_1);
      return line.endsWith("\n")
          ? Optional.of(ProcStat.parse(line)).map(ProcStat::id)
          : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }
}
