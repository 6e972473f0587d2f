package paas.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.jspecify.annotations.Nullable;
import paas.cli.BuiltIns;
import paas.cli.Verbs;
import paas.model.Actor;
import paas.model.AppName;

/** A real door on a free port, and the machine's own ssh client with a key that opens it. */
final class TestDoor implements AutoCloseable {
  static final Actor ANNA = new Actor("anna");

  final Path home;
  final SshServer server;
  final Map<String, Actor> keys = new ConcurrentHashMap<>();
  final TestVerbs verbs = new TestVerbs();
  final TestGit git = new TestGit();
  volatile Runnable onUnknownKey = () -> {};
  private final List<Process> clients = new ArrayList<>();

  TestDoor(Path home) throws Exception {
    this(home, settings -> settings);
  }

  TestDoor(Path home, UnaryOperator<SshSettings> change) throws Exception {
    this.home = home;
    makeKey("anna");
    keys.put(fingerprint("anna"), ANNA);
    server =
        SshServer.start(
            change.apply(SshSettings.of("127.0.0.1", 0, home.resolve("ssh"))),
            this::actorOf,
            git,
            new Verbs(BuiltIns.table(verbs.all(), "1.2.3"), who -> List.of(new AppName("shop"))));
    writeConfig();
  }

  private Optional<Actor> actorOf(PublicKey key) {
    Actor actor = keys.get(KeyUtils.getFingerPrint(key));
    if (actor == null) {
      onUnknownKey.run();
    }
    return Optional.ofNullable(actor);
  }

  void makeKey(String name) throws Exception {
    Output made =
        run(
            start(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home.resolve(name).toString()),
            "");
    if (made.status() != 0) {
      throw new IOException(made.toString());
    }
  }

  String fingerprint(String name) throws Exception {
    Process keygen =
        start("ssh-keygen", "-l", "-E", "sha256", "-f", home.resolve(name + ".pub").toString());
    return run(keygen, "").out().split(" ", -1)[1];
  }

  private void writeConfig() throws IOException {
    Files.writeString(
        home.resolve("known_hosts"),
        "[127.0.0.1]:" + server.address().getPort() + " " + server.hostKeyLine() + "\n");
    Files.writeString(
        config(),
        """
        Host paas 127.0.0.1
          HostName 127.0.0.1
          Port %d
          User paas
          IdentitiesOnly yes
          IdentityFile %s/anna
          UserKnownHostsFile %s/known_hosts
          StrictHostKeyChecking yes
          LogLevel ERROR
        """
            .formatted(server.address().getPort(), home, home));
  }

  Path config() {
    return home.resolve("ssh_config");
  }

  /** Runs ssh with these words to its end. */
  Output ssh(String... words) throws Exception {
    return run(startSsh(words), "");
  }

  Output sshWithInput(String input, String... words) throws Exception {
    return run(startSsh(words), input);
  }

  Process startSsh(String... words) throws IOException {
    return startSshAs("anna", words);
  }

  /** As another key's owner. */
  Process startSshAs(String key, String... words) throws IOException {
    Path own = home.resolve(key + "_config");
    Files.writeString(own, Files.readString(config()).replace("/anna\n", "/" + key + "\n"));
    List<String> argv = new ArrayList<>(List.of("ssh", "-F", own.toString()));
    argv.addAll(List.of(words));
    return start(argv.toArray(String[]::new));
  }

  Process start(String... argv) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().remove("SSH_AUTH_SOCK");
    builder.environment().put("GIT_SSH_COMMAND", "ssh -F " + config());
    Process process = builder.start();
    clients.add(process);
    return process;
  }

  static Output run(Process process, String input) throws Exception {
    StringBuilder err = new StringBuilder();
    Thread reader = Thread.ofVirtual().start(() -> err.append(text(process.getErrorStream())));
    Thread writer = Thread.ofVirtual().start(() -> feed(process, input));
    String out = text(process.getInputStream());
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("a client did not end within 20 s");
    }
    reader.join();
    writer.join();
    return new Output(process.exitValue(), out, err.toString());
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A client that ends early does not read it all.
      return;
    }
  }

  private static String text(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    clients.forEach(Process::destroyForcibly);
    server.close();
  }

  record Output(int status, String out, @Nullable String err) {}
}
