package paas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.UserError;
import paas.ssh.PublicKeyLine;
import paas.store.SshKey;
import paas.store.Store;

/**
 * Who may come in at first: the keys of the person who starts the server. Later starts change
 * nothing, so a key that was removed stays out; a named key file is let in at any time.
 */
final class AdminKeys {
  private static final String MADE = "admin_ed25519";
  private static final String IDENTITY = "identity";
  private static final int AGENT_SECONDS = 3;

  private final Store store;
  private final DataFolder data;
  private final List<String> notes = new ArrayList<>();

  AdminKeys(Store store, DataFolder data) {
    this.store = store;
    this.data = data;
  }

  /** A key with the file that its owner's ssh takes it from; null: an agent has it. */
  private record Found(SshKey key, @Nullable Path identity) {}

  /** Lets the first keys in; returns what the person who starts the server should be told. */
  List<String> letIn(@Nullable Path named) throws IOException {
    if (named != null) {
      letInNamed(named);
    }
    if (store.keys().list().isEmpty()) {
      List<Found> found = found();
      if (found.isEmpty()) {
        found.add(made());
      }
      found.forEach(this::add);
      remember(found.getFirst().identity());
    }
    return List.copyOf(notes);
  }

  /** The private key that the written ssh_config names; empty leaves the choice to ssh. */
  Optional<Path> identity() {
    return store
        .settings()
        .get(IDENTITY)
        .filter(path -> !path.isEmpty())
        .map(Path::of)
        .filter(Files::exists);
  }

  private void remember(@Nullable Path identity) {
    store.settings().put(IDENTITY, identity == null ? "" : identity.toString());
  }

  private void letInNamed(Path file) throws IOException {
    String line;
    try {
      line = firstLine(file);
    } catch (IOException e) {
      throw UserError.usage(
          "--admin-key " + file + " cannot be read",
          "name a public key file, such as id_ed25519.pub");
    }
    Found found = new Found(PublicKeyLine.read("", line, Instant.now()), privateOf(file));
    add(found);
    remember(found.identity());
    notes.add("admin key from " + file + ": " + found.key().fingerprint());
  }

  private void add(Found found) {
    boolean known = store.keys().byFingerprint(found.key().fingerprint()).isPresent();
    if (!known) {
      store.keys().add(withFreeName(found.key()), Actor.PLATFORM);
    }
  }

  private SshKey withFreeName(SshKey key) {
    List<String> taken = store.keys().list().stream().map(SshKey::name).toList();
    String name = key.name();
    for (int n = 2; taken.contains(name); n++) {
      name = key.name() + "-" + n;
    }
    return new SshKey(key.fingerprint(), name, key.openssh(), key.addedAt());
  }

  private List<Found> found() throws IOException {
    List<Found> found = new ArrayList<>();
    inFolder(Path.of(System.getProperty("user.home"), ".ssh"), found);
    String invoker = System.getenv("SUDO_USER");
    if (invoker != null && invoker.matches("[a-z_][a-z0-9_-]*")) {
      homeOf(invoker).ifPresent(home -> inFolder(home.resolve(".ssh"), found));
    }
    agent().forEach(line -> use(line, "the agent", null, found));
    return found;
  }

  private static Optional<Path> homeOf(String user) throws IOException {
    try (Stream<String> accounts = Files.lines(Path.of("/etc/passwd"))) {
      return accounts
          .map(account -> account.split(":", -1))
          .filter(fields -> fields.length >= 6 && fields[0].equals(user))
          .map(fields -> Path.of(fields[5]))
          .findFirst();
    }
  }

  private void inFolder(Path folder, List<Found> found) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pub")).sorted().toList()) {
        use(firstLine(file), file.toString(), privateOf(file), found);
      }
    } catch (IOException e) {
      notes.add(folder + " cannot be read: " + e.getMessage());
    }
  }

  private static String firstLine(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> !line.isBlank()).findFirst().orElse("");
    }
  }

  private static @Nullable Path privateOf(Path file) {
    String name = file.toAbsolutePath().toString();
    Path key = Path.of(name.endsWith(".pub") ? name.substring(0, name.length() - 4) : name);
    return Files.exists(key) && !key.equals(file.toAbsolutePath()) ? key : null;
  }

  private void use(String line, String from, @Nullable Path identity, List<Found> found) {
    try {
      SshKey key = PublicKeyLine.read("", line, Instant.now());
      if (found.stream().noneMatch(f -> f.key().fingerprint().equals(key.fingerprint()))) {
        found.add(new Found(key, identity));
        notes.add("admin key from " + from + ": " + key.fingerprint());
      }
    } catch (UserError e) {
      notes.add("a key of " + from + " is not used: " + e.what());
    }
  }

  private static List<String> agent() {
    if (System.getenv("SSH_AUTH_SOCK") == null) {
      return List.of();
    }
    try {
      Process list =
          new ProcessBuilder("ssh-add", "-L")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!list.waitFor(AGENT_SECONDS, TimeUnit.SECONDS) || list.exitValue() != 0) {
        list.destroyForcibly();
        return List.of();
      }
      return list.inputReader().lines().toList();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private Found made() throws IOException {
    Path file = data.ssh().resolve(MADE);
    Path publicFile = data.ssh().resolve(MADE + ".pub");
    if (!Files.exists(file) || !Files.exists(publicFile)) {
      write(file, publicFile);
    }
    notes.add("no SSH key was found, so one was made: " + file);
    return new Found(PublicKeyLine.read("admin", firstLine(publicFile), Instant.now()), file);
  }

  private static void write(Path file, Path publicFile) throws IOException {
    try {
      KeyPair pair = KeyUtils.generateKeyPair("ssh-ed25519", 256);
      OpenSSHKeyPairResourceWriter writer = OpenSSHKeyPairResourceWriter.INSTANCE;
      OwnFile.write(file, out -> writer.writePrivateKey(pair, "paas admin", null, out));
      OwnFile.write(publicFile, out -> writer.writePublicKey(pair, "paas admin", out));
    } catch (GeneralSecurityException e) {
      throw new IOException("no SSH key can be made", e);
    }
  }
}
