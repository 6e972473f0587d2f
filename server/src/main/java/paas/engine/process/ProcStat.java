package paas.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is used of {@code /proc/PID/stat}.
 *
 * @param state a letter: R, S, D, T, Z, X
 * @param cpuTicks CPU time of its own and of children that it has waited for, in 1/100 s
 */
record ProcStat(long pid, char state, long parent, long cpuTicks, long startTick) {

  static Optional<ProcStat> of(long pid) {
    try {
      Path file = Path.of("/proc", Long.toString(pid), "stat");
      return Optional.of(parse(Files.readString(file, StandardCharsets.ISO_8859_1)));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** The command's name, second in the line, is in brackets and may itself hold anything. */
  static ProcStat parse(String line) {
    String[] fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1);
    long cpu = 0;
    for (int field = 11; field <= 14; field++) {
      cpu += Long.parseLong(fields[field]);
    }
    return new ProcStat(
        Long.parseLong(line.substring(0, line.indexOf(' '))),
        fields[0].charAt(0),
        Long.parseLong(fields[1]),
        cpu,
        Long.parseLong(fields[19]));
  }

  ProcessId id() {
    return new ProcessId(pid, startTick);
  }

  boolean ended() {
    return state == 'Z' || state == 'X';
  }
}
