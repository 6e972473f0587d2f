package paas.store;

import static paas.store.tables.Tables.APP;
import static paas.store.tables.Tables.DEPLOY;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import paas.disk.WholeFile;
import paas.model.Actor;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.UserError;
import paas.store.tables.tables.records.DeployRecord;

/** Makes a store of a copy, beside, and puts it in the place of the one that was lost. */
final class Restoring {
  private static final String BASE = "paas-restoring";

  /**
   * Numbers that came after the copy was made name processes, ports and folders which may still be
   * there: those given from now on are far from them.
   */
  private static final int LEAP = 1000;

  private Restoring() {}

  /** What was made of the copy: so many apps, and so many writes counted. */
  private record Filled(int apps, long number) {}

  static Restored of(Path folder, @Nullable Path wanted) {
    Path dataDir = folder.toAbsolutePath();
    Path copy = wanted == null ? newest(dataDir) : wanted;
    Path fresh = dataDir.resolve(BASE + ".mv.db");
    try {
      refuseWhileServed(dataDir);
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Filled filled = fill(dataDir, copy);
      Path aside = setAside(dataDir.resolve(StoreFile.NAME));
      // While there is no store: a crash here leaves none whose mark is another's.
      Mark.reset(dataDir, filled.number());
      WholeFile.putInPlace(fresh, dataDir.resolve(StoreFile.NAME));
      return new Restored(copy, filled.apps(), aside);
    } catch (IOException e) {
      throw UserError.failed(
          "the store of " + dataDir + " cannot be taken back: " + e.getMessage(),
          "is the folder yours, and is there room?");
    } catch (SQLException | DataAccessException e) {
      throw UserError.failed(
          "the copy " + copy + " cannot be read: " + String.valueOf(e.getMessage()).strip(),
          "take another one: scripts/run.sh restore --copy FILE --data " + dataDir);
    }
  }

  private static Path newest(Path dataDir) {
    return Copies.newest(dataDir)
        .orElseThrow(() ->
            UserError.failed(
                "there is no copy in " + Copies.folder(dataDir), "name one with --copy FILE"));
  }

  private static void refuseWhileServed(Path dataDir) throws IOException {
    Path file = dataDir.resolve(StoreFile.NAME);
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw Trouble.alreadyOpen(dataDir);
      }
    } catch (OverlappingFileLockException e) {
      throw Trouble.alreadyOpen(dataDir);
    }
  }

  private static Filled fill(Path dataDir, Path copy) throws SQLException {
    try (StoreFile store = StoreFile.open(dataDir.resolve(BASE), "", true)) {
      DSLContext sql = store.sql();
      String name = copy.toAbsolutePath().toString().replace("'", "''");
      sql.execute("runscript from '" + name + "' compression gzip");
      Schema.bringUpToDate(store, dataDir);
      int apps = sql.transactionResult(change -> leap(change.dsl(), copy));
      sql.execute("checkpoint sync");
      return new Filled(apps, Progress.number(sql));
    }
  }

  private static int leap(DSLContext sql, Path copy) {
    long newest = 0;
    int apps = 0;
    String reason = "the store was taken back from the copy " + copy.getFileName();
    for (long app : sql.select(APP.ID).from(APP).fetch(APP.ID)) {
      apps++;
      newest = Math.max(newest, app);
      mark(sql, app, reason);
    }
    Events.write(sql, null, Actor.PLATFORM.name(), "store.restored", reason);
    sql.execute("alter table app alter column id restart with " + (newest + LEAP));
    return apps;
  }

  /** A deploy that failed takes the place of those that the copy does not know of. */
  private static void mark(DSLContext sql, long app, String reason) {
    Integer newest =
        sql.select(DSL.max(DEPLOY.NUMBER))
            .from(DEPLOY)
            .where(DEPLOY.APP.eq(app))
            .fetchSingle()
            .value1();
    DeployRecord row = sql.newRecord(DEPLOY);
    row.setApp(new AppId(app).value());
    row.setNumber((newest == null ? 0 : newest) + LEAP);
    row.setCause(Deploy.Cause.RESTART.label());
    row.setOnlyProcesses("");
    row.setActor(Actor.PLATFORM.name());
    row.setCreatedAt(Clock.now());
    DeployRows.setState(row, new DeployState.Failed("Queued", reason, null));
    row.insert();
  }

  private static @Nullable Path setAside(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    for (int i = 1; ; i++) {
      Path aside = file.resolveSibling(file.getFileName() + ".before-restore-" + i);
      if (!Files.exists(aside)) {
        return Files.move(file, aside);
      }
    }
  }
}
