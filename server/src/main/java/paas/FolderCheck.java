package paas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.model.UserError;

/** Whether a folder is one of ours and really ours; what others may read of it is closed. */
final class FolderCheck {
  private static final Logger log = LoggerFactory.getLogger(FolderCheck.class);
  private static final String STORE = "paas.mv.db";

  /** All that a server puts there, or an operator before the first start. */
  private static final Pattern KNOWN =
      Pattern.compile(
          "paas\\..*|instance(\\.new)?|repositories|ssh|logs|builds|hooks|buildpacks|packs|proxy|copies|routes\\.json.*|slugs|home"
              + "|cache|tmp|run|docker|ctl|ssh_config.*|known_hosts.*|server\\.pid.*|lost\\+found");

  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private FolderCheck() {}

  static void of(DataFolder data) throws IOException {
    if (!Files.exists(data.root().resolve(STORE))) {
      refuseForeign(data.root());
    }
    for (Path secret : secrets(data)) {
      if (Files.exists(secret, LinkOption.NOFOLLOW_LINKS)) {
        demandOurs(secret);
        close(secret);
      }
    }
  }

  private static List<Path> secrets(DataFolder data) {
    Stream<Path> files =
        Stream.of(
            data.root().resolve(STORE),
            data.root().resolve("copies"),
            data.ssh().resolve("host_ed25519"));
    return Stream.concat(files, data.ours().stream()).toList();
  }

  private static void refuseForeign(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      List<String> foreign =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !KNOWN.matcher(name).matches())
              .sorted()
              .limit(3)
              .toList();
      if (!foreign.isEmpty()) {
        throw UserError.failed(
            root + " is no data folder of paas: it holds " + String.join(", ", foreign),
            "name an empty folder, or one that is not there yet, with --data DIR");
      }
    }
  }

  private static void demandOurs(Path file) throws IOException {
    String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
    String self = System.getProperty("user.name", "");
    if (!owner.equals(self)) {
      throw UserError.failed(
          file + " belongs to " + owner + ", and this server runs as " + self,
          "start it as " + owner + ", or give the folder over with chown");
    }
  }

  private static void close(Path file) throws IOException {
    Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
    Set<PosixFilePermission> closed = Set.copyOf(open.stream().filter(OWNERS::contains).toList());
    Set<PosixFilePermission> needed =
        Files.isDirectory(file)
            ? OWNERS
            : Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    if (closed.equals(open) && open.containsAll(needed)) {
      return;
    }
    try {
      Set<PosixFilePermission> right =
          PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwx------" : "rw-------");
      Files.setPosixFilePermissions(file, right);
      log.warn(
          "{} was {}; it is {} again",
          file,
          PosixFilePermissions.toString(open),
          PosixFilePermissions.toString(right));
    } catch (IOException e) {
      log.warn("{} is {}: {}", file, PosixFilePermissions.toString(open), e.toString());
    }
  }
}
