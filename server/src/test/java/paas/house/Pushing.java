package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client that is still at it: what it shows is read as it comes. */
final class Pushing {
  private final Process process;
  private final BufferedReader lines;
  private final StringBuilder shown = new StringBuilder();

  private Pushing(Process process) {
    this.process = process;
    this.lines = process.errorReader();
  }

  static Pushing of(Project project) {
    return new Pushing(project.beginPush());
  }

  /** Reads until a line has this text, which must come. */
  Pushing until(String text) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.contains(text)) {
      shown.append(line).append('\n');
      line = lines.readLine();
    }
    assertThat(line).as("'%s' after:%n%s", text, shown).isNotNull();
    shown.append(line).append('\n');
    return this;
  }

  /** Reads the rest, and waits for its end. */
  Said ended() throws IOException, InterruptedException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      shown.append(line).append('\n');
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("git ends after%n%s", shown).isTrue();
    return new Said("git push paas main", process.exitValue(), "", shown.toString());
  }

  /** Its whole process tree. */
  private List<ProcessHandle> all() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    return all;
  }

  /** As when the machine of the person loses its power. */
  void kill() {
    all().forEach(ProcessHandle::destroyForcibly);
  }

  /** Ctrl-C, which a terminal sends to all of them. */
  void interrupt() {
    List<String> argv = new ArrayList<>(List.of("kill", "-INT"));
    all().forEach(one -> argv.add(Long.toString(one.pid())));
    Shell.run(argv.toArray(String[]::new));
  }
}
