package paas.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import paas.disk.WholeFile;

/**
 * Copies of the store in {@code copies/}, as compressed SQL: of each of the last seven days on
 * which a server ran, and from before each change of the tables. To write one reads every row, so
 * damage shows here first.
 */
final class Copies {
  static final String SUFFIX = ".sql.gz";
  private static final int DAYS = 7;
  private static final int CHANGES = 3;
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}\\.sql\\.gz");
  private static final Pattern CHANGE = Pattern.compile("before-schema-[0-9]{1,6}\\.sql\\.gz");

  private Copies() {}

  static Path folder(Path dataDir) {
    return dataDir.resolve("copies");
  }

  static boolean today(Database database) {
    Path dataDir = database.dataDir();
    String name = LocalDate.now(ZoneOffset.UTC).toString();
    if (Files.exists(folder(dataDir).resolve(name + SUFFIX))) {
      return false;
    }
    if (Trouble.full(dataDir)) {
      throw Trouble.cannotSave(dataDir, null);
    }
    database.checkpoint();
    database.alone(sql -> write(sql, dataDir, name));
    return true;
  }

  /** Writes one copy; a crash or a full disk leaves none rather than a half one. */
  static Path write(DSLContext sql, Path dataDir, String name) {
    Path folder = folder(dataDir);
    Path copy = folder.resolve(name + SUFFIX);
    Path fresh = WholeFile.fresh(copy);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Files.deleteIfExists(fresh);
      sql.execute(
          "script nopasswords nosettings to '"
              + fresh.toString().replace("'", "''")
              + "' compression gzip");
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      WholeFile.putInPlace(fresh, copy);
      dropOldest(folder, DAY, DAYS);
      dropOldest(folder, CHANGE, CHANGES);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void dropOldest(Path folder, Pattern kind, int kept) throws IOException {
    for (Path copy : newestFirst(folder, kind).stream().skip(kept).toList()) {
      Files.deleteIfExists(copy);
    }
  }

  private static List<Path> newestFirst(Path folder, Pattern kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> kind.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(Copies::time).reversed())
          .toList();
    }
  }

  private static long time(Path file) {
    return file.toFile().lastModified();
  }

  /** The newest of all. */
  static Optional<Path> newest(Path dataDir) {
    Path folder = folder(dataDir);
    try {
      return Files.isDirectory(folder)
          ? newestFirst(folder, Pattern.compile(".*\\.sql\\.gz")).stream().findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What to do about a store that is lost. */
  static String remedy(Path dataDir) {
    return newest(dataDir)
        .map(copy ->
            "its newest copy is "
                + copy
                + "; to take it: scripts/run.sh restore --data "
                + dataDir
                + " (docs/operating.md says what that means)")
        .orElse("there is no copy in this folder; put back one of the whole folder if you have it");
  }
}
