package paas.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where a person sits: a home with keys and {@code ~/.ssh/config}, and a folder for their projects.
 * OpenSSH takes the home of the account and not the variable, so that {@code ssh} here is a program
 * of one line, first in the path, that names the file which it would have found.
 */
final class Desk {
  private final Path home;
  private final Map<String, String> env;

  Desk(Path home) throws IOException {
    this.home = home;
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path ssh = Files.createDirectories(home.resolve(".ssh"));
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    Path key = ssh.resolve("id_ed25519");
    if (!Files.exists(key)) {
      Shell.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada@desk", "-f", key + "")
          .ok();
    }
    writeSsh("");
    env =
        Map.of(
            "HOME", home.toString(),
            "PATH", bin + ":" + System.getenv("PATH"),
            "SSH_AUTH_SOCK", "",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_TERMINAL_PROMPT", "0",
            "NO_COLOR", "1");
  }

  /** From now on no connection is shared: its socket would be a file on the server's disk. */
  void shareNothing() throws IOException {
    writeSsh(" -S none");
  }

  private void writeSsh(String options) throws IOException {
    program(
        home.resolve("bin/ssh"),
        "exec "
            + realSsh()
            + options
            + " -o BatchMode=yes -F "
            + home.resolve(".ssh/config")
            + " \"$@\"");
  }

  Path home() {
    return home;
  }

  Path sshConfig() {
    return home.resolve(".ssh/config");
  }

  private static String realSsh() {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, "ssh"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the OpenSSH client is needed"))
        .toString();
  }

  private static void program(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Types {@code ssh paas WORDS...}. */
  Said paas(String... words) {
    return paasWith("", words);
  }

  /** Types it with something on standard input. */
  Said paasWith(String input, String... words) {
    return Shell.run(home, env, input, argv(words));
  }

  /** Begins {@code ssh paas WORDS...} and leaves it running. */
  Process begin(String... words) {
    return Shell.start(home, env, argv(words));
  }

  /**
   * Begins {@code ssh -t paas WORDS...} at a terminal of its own, of 91 columns and 33 rows, which
   * is made by script: what is written to the process is typed, what it says is on the screen.
   */
  Process atTerminal(String... words) {
    String line = "tty; stty cols 91 rows 33; exec ssh -t paas " + String.join(" ", words);
    return Shell.start(
        home, env, through(List.of("TERM=xterm-256color", "script", "-qefc", line, "/dev/null")));
  }

  private static String[] argv(String... words) {
    List<String> argv = new ArrayList<>(List.of("ssh", "paas"));
    argv.addAll(List.of(words));
    return through(argv);
  }

  /** The path is looked up by env, because Java would look in its own. */
  private static String[] through(List<String> argv) {
    List<String> whole = new ArrayList<>(List.of("env"));
    whole.addAll(argv);
    return whole.toArray(String[]::new);
  }

  Said in(Path folder, String... argv) {
    return Shell.run(folder, env, "", through(List.of(argv)));
  }

  Process beginIn(Path folder, String... argv) {
    return Shell.start(folder, env, through(List.of(argv)));
  }

  /** A new project with a repository on {@code main} and the remote {@code paas}. */
  Project project(String app) throws IOException {
    Path folder = Files.createDirectory(home.resolve(app));
    Project project = new Project(this, app, folder);
    project.git("init", "-q", "-b", "main").ok();
    project.git("config", "user.name", "Ada").ok();
    project.git("config", "user.email", "ada@example.com").ok();
    project.git("remote", "add", "paas", "paas:" + app).ok();
    return project;
  }
}
