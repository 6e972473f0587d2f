package paas.engine.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.engine.StartFailed;
import paas.model.AppId;
import paas.model.Printable;

/** Puts a command behind its runner and its prefixes, and starts it. */
final class Launcher {
  static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  /** Of one app, where it has a user of its own; a bound for runaway forking. */
  private static final String MOST_PROCESSES = "4096";

  private final Prefixes prefixes;
  private final Path runner;
  private final Path enter;

  private Launcher(Prefixes prefixes, Path runner, Path enter) {
    this.prefixes = prefixes;
    this.runner = runner;
    this.enter = enter;
  }

  /** Writes the scripts into {@code folder}, each under a name of its own for each version. */
  static Launcher in(Path folder, Prefixes prefixes) throws IOException {
    return new Launcher(prefixes, script(folder, "runner"), script(folder, "enter"));
  }

  /**
   * One start.
   *
   * @param folder of the runner
   * @param directory where the command runs
   * @param memory limit of each process in bytes; 0 for none
   * @param group file that takes the process into its control group
   * @param leftovers whether it gets only CPU time that nobody else wants
   * @param terminal its terminal's device; null for plain streams
   */
  record Start(
      RunFolder folder,
      AppId app,
      Path directory,
      List<String> command,
      Map<String, String> env,
      long memory,
      @Nullable Path group,
      boolean leftovers,
      @Nullable Path terminal) {}

  /** Starts with output appended to a log and no input. */
  Process intoLog(Start start, Path log) throws StartFailed {
    return launch(
        builder(start)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
  }

  /** Starts with pipes to this process. */
  Process withPipes(Start start, boolean errorsApart) throws StartFailed {
    return launch(
        builder(start)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectErrorStream(!errorsApart));
  }

  private static Process launch(ProcessBuilder builder) throws StartFailed {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new StartFailed(
          "no process could be started: " + e.getMessage(), "look at memory and process limits");
    }
  }

  private ProcessBuilder builder(Start start) throws StartFailed {
    boolean terminal = start.terminal() != null;
    List<String> argv = new ArrayList<>(prefixes.ofRunner());
    argv.addAll(List.of("sh", runner.toString(), start.folder().path().toString()));
    argv.add(start.group() == null ? "" : start.group().toString());
    argv.add(start.terminal() == null ? "" : start.terminal().toString());
    argv.addAll(prefixes.ofProcess(start.app(), start.leftovers(), terminal));
    argv.addAll(List.of("sh", enter.toString(), start.directory().toString()));
    argv.add(start.leftovers() ? "19" : "");
    argv.add(start.memory() > 0 ? Long.toString(start.memory() / 1024) : "");
    argv.add(prefixes.has(Prefixes.Link.OTHER_USER) ? MOST_PROCESSES : "");
    argv.add(Integer.toString(start.env().size()));
    argv.addAll(start.command());
    ProcessBuilder builder = Commands.builder(argv);
    builder.environment().remove("LC_ALL");
    int number = 0;
    for (Map.Entry<String, String> variable : start.env().entrySet()) {
      builder.environment().put("PAAS_ENV_" + ++number, checked(variable));
    }
    return builder;
  }

  private static String checked(Map.Entry<String, String> variable) throws StartFailed {
    if (!variable.getKey().matches(NAME) || variable.getKey().startsWith("PAAS_ENV_")) {
      throw new StartFailed(
          "'" + Printable.of(variable.getKey()) + "' cannot be a variable's name",
          "use letters, digits and '_', and not the prefix PAAS_ENV_");
    }
    if (variable.getValue().indexOf(0) >= 0) {
      throw new StartFailed(
          variable.getKey() + " holds a NUL character", "encode the value, for example as base64");
    }
    return variable.getKey() + "=" + variable.getValue();
  }

  /** A script that runs is never changed: shells read on in it. */
  static Path script(Path folder, String name) throws IOException {
    byte[] text;
    try (InputStream in = Launcher.class.getResourceAsStream(name + ".sh")) {
      if (in == null) {
        throw new IllegalStateException("no script " + name);
      }
      text = in.readAllBytes();
    }
    String version =
        HexFormat.of().toHexDigits(new String(text, StandardCharsets.UTF_8).hashCode());
    Path file = folder.resolve(name + "-" + version + ".sh");
    if (!Files.exists(file)) {
      Path fresh = Files.createTempFile(folder, name, ".new");
      Files.write(fresh, text);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }
}
