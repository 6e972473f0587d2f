package paas.hooks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The real git program in a work tree of its own, with a remote called {@code paas}. */
final class GitClient {
  final Path folder;
  private final Path home;
  private final int port;

  GitClient(Path folder, int port) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.home = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-home"));
    this.port = port;
  }

  static GitClient init(Path folder, int port) throws Exception {
    GitClient client = new GitClient(folder, port);
    client.must("init", "-q", "-b", "main");
    client.must("remote", "add", "paas", "ssh://paas/shop");
    return client;
  }

  /** What a run of git came to; the text has stdout and stderr together. */
  record Run(int exit, String text) {}

  Run git(String... args) throws IOException, InterruptedException {
    return finish(start(args), new byte[0]);
  }

  /** Writes an object that git itself would not make; returns its id. */
  String object(String type, byte[] content) throws IOException, InterruptedException {
    Run run = finish(start("hash-object", "--literally", "-w", "--stdin", "-t", type), content);
    return run.text().strip();
  }

  String must(String... args) throws IOException, InterruptedException {
    Run run = git(args);
    if (run.exit() != 0) {
      throw new AssertionError("git " + List.of(args) + ": " + run.text());
    }
    return run.text().strip();
  }

  Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true);
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(key -> key.startsWith("GIT_"));
    env.put("HOME", home.toString());
    env.put("LC_ALL", "C.UTF-8");
    env.put("GIT_CONFIG_NOSYSTEM", "1");
    env.put("GIT_TERMINAL_PROMPT", "0");
    env.put("GIT_SSH_VARIANT", "simple");
    env.put("GIT_SSH_COMMAND", "exec perl '" + bridge() + "' " + port);
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      env.put("GIT_" + who + "_NAME", "Ada");
      env.put("GIT_" + who + "_EMAIL", "ada@example.org");
      env.put("GIT_" + who + "_DATE", "2026-01-02T03:04:05Z");
    }
    return builder.start();
  }

  private static Run finish(Process process, byte[] input)
      throws IOException, InterruptedException {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input);
    }
    Thread guard = Thread.ofVirtual().start(() -> killLate(process));
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    guard.interrupt();
    return new Run(exit, text);
  }

  private static void killLate(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path bridge() {
    try {
      return Path.of(Objects.requireNonNull(GitClient.class.getResource("/bridge.pl")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the file and commits everything; returns the commit. */
  String commit(String path, String content) throws IOException, InterruptedException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    must("add", "-A");
    must("commit", "-q", "-m", "Change " + path);
    return head();
  }

  String head() throws IOException, InterruptedException {
    return must("rev-parse", "HEAD");
  }
}
