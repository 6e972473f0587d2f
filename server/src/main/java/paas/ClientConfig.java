package paas;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import paas.disk.WholeFile;
import paas.route.Router;

/** What makes {@code ssh paas} and {@code git push paas} work as typed. */
final class ClientConfig {
  /** A socket's path has 108 bytes, of which ssh takes 58 for a hash and a temporary ending. */
  private static final int LONGEST_CONTROL_FOLDER = 48;

  private static final int SSH = 22;

  private final DataFolder data;

  ClientConfig(DataFolder data) {
    this.data = data;
  }

  Path file() {
    return data.root().resolve("ssh_config");
  }

  /** The line that a person puts at the top of {@code ~/.ssh/config}. */
  String includeLine() {
    return "Include " + quoted(file().toString());
  }

  /**
   * Writes {@code ssh_config} and {@code known_hosts}.
   *
   * @param hostKey {@code ssh-ed25519 AAAA...}
   * @param identity the private key to use; null leaves the choice to ssh
   */
  void write(InetSocketAddress address, String hostKey, @Nullable Path identity)
      throws IOException {
    String host = Router.dialled(address);
    Path knownHosts = data.root().resolve("known_hosts");
    WholeFile.write(
        knownHosts, knownAs(host, address.getPort()) + " " + hostKey + "\n", "rw-r--r--");
    StringBuilder text = new StringBuilder("# Written at each start of the server.\nHost paas\n");
    option(text, "HostName", host);
    option(text, "Port", Integer.toString(address.getPort()));
    option(text, "User", "paas");
    if (identity != null) {
      option(text, "IdentityFile", expanded(identity.toString()));
      option(text, "IdentitiesOnly", "yes");
    }
    option(text, "UserKnownHostsFile", expanded(knownHosts.toString()));
    option(text, "GlobalKnownHostsFile", "none");
    option(text, "StrictHostKeyChecking", "yes");
    sharing(text);
    WholeFile.write(file(), text.toString(), "rw-r--r--");
  }

  /** How ssh looks a host up: with the port only where it is not the usual one. */
  private static String knownAs(String host, int port) {
    return port == SSH ? host : "[" + host + "]:" + port;
  }

  /** Verbs after the first take no new key exchange; only where a socket's path is short enough. */
  private void sharing(StringBuilder text) throws IOException {
    Path folder = data.root().resolve("ctl");
    if (folder.toString().length() > LONGEST_CONTROL_FOLDER) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    option(text, "ControlMaster", "auto");
    option(text, "ControlPath", quoted(folder.toString().replace("%", "%%") + "/%C"));
    option(text, "ControlPersist", "60");
  }

  /** Puts the include line at the top of the user's own file, once; returns whether it was new. */
  boolean include() throws IOException {
    Path folder = Path.of(System.getProperty("user.home"), ".ssh");
    Path config = folder.resolve("config");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    String before = Files.exists(config) ? Files.readString(config) : "";
    if (before.lines().map(String::strip).anyMatch(includeLine()::equals)) {
      return false;
    }
    WholeFile.write(config, includeLine() + "\n\n" + before, "rw-------");
    return true;
  }

  private static void option(StringBuilder text, String name, String value) {
    text.append("  ").append(name).append(' ').append(value).append('\n');
  }

  /** For an option in which ssh puts something in the place of {@code %h} and its like. */
  private static String expanded(String path) {
    return quoted(path.replace("%", "%%"));
  }

  /** One word to ssh, whatever is in it. */
  private static String quoted(String path) {
    return path.chars().anyMatch(c -> Character.isWhitespace(c) || "\"'\\#".indexOf(c) >= 0)
        ? "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
        : path;
  }
}
