package paas.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import paas.disk.Room;
import paas.model.UserError;

/** What keeps the store from being opened, read or written, in words. */
final class Trouble {
  /** Under this, H2 is not even asked: a commit that fails half way closes the whole file. */
  private static final long LEAST_ROOM = 2L << 20;

  private Trouble() {}

  static boolean full(Path dataDir) {
    return Room.oursAt(dataDir) < LEAST_ROOM;
  }

  /** Whether H2 has closed the file over this, or cannot go on with it. */
  static boolean closes(Throwable error) {
    return hasCode(error, ErrorCode.GENERAL_ERROR_1)
        || hasCode(error, ErrorCode.DATABASE_IS_CLOSED)
        || hasCode(error, ErrorCode.IO_EXCEPTION_1)
        || hasCode(error, ErrorCode.IO_EXCEPTION_2)
        || hasCode(error, ErrorCode.CONNECTION_BROKEN_1)
        || hasCode(error, ErrorCode.OBJECT_CLOSED)
        || corrupt(error);
  }

  static boolean corrupt(Throwable error) {
    return hasCode(error, ErrorCode.FILE_CORRUPTED_1)
        || hasCode(error, ErrorCode.FILE_VERSION_ERROR_1)
        || message(error).contains("File corrupted")
        || message(error).contains("File is corrupted");
  }

  static boolean readOnly(Throwable error) {
    return hasCode(error, ErrorCode.DATABASE_IS_READ_ONLY);
  }

  /** Why nothing can be saved now. */
  static UserError cannotSave(Path dataDir, @Nullable Throwable error) {
    Room room = Room.of(dataDir);
    if (room.readOnly()) {
      return UserError.failed(
          "the disk is read-only: nothing can be saved in " + dataDir,
          "mount it for writing again; what runs goes on, and no restart is needed then");
    }
    if (error == null || full(dataDir)) {
      return UserError.failed(
          "the disk is full: nothing can be saved in "
              + dataDir
              + " ("
              + Room.text(room.ours())
              + " free)",
          "make room there; what runs goes on, and no restart is needed then");
    }
    return UserError.failed(
        "the store cannot be written: " + firstLine(error), "see: ssh paas doctor");
  }

  /** Why the file cannot be opened. */
  static UserError cannotOpen(Path dataDir, Throwable error) {
    Path file = dataDir.resolve(StoreFile.NAME);
    if (hasCode(error, ErrorCode.DATABASE_ALREADY_OPEN_1)) {
      return alreadyOpen(dataDir);
    }
    if (hasCode(error, ErrorCode.WRONG_USER_OR_PASSWORD)) {
      return UserError.failed(
          file + " is a database, but not one of paas", "choose another folder with --data");
    }
    if (corrupt(error) || message(error).contains("Unsupported database file version")) {
      return damaged(dataDir, error);
    }
    return UserError.failed(
        "the store " + file + " cannot be opened: " + firstLine(error),
        "is the file yours, and the disk well? If it is damaged: " + Copies.remedy(dataDir));
  }

  /** A page of it could not be read. */
  static UserError damaged(Path dataDir, Throwable error) {
    return UserError.failed(
        "the store " + dataDir.resolve(StoreFile.NAME) + " is damaged: " + firstLine(error),
        Copies.remedy(dataDir));
  }

  /** It was opened, but in an older state than was once safely on the disk. */
  static UserError behind(Path dataDir, long found, long known) {
    return UserError.failed(
        "the store "
            + dataDir.resolve(StoreFile.NAME)
            + " is damaged: it has lost its newest rows (it holds write "
            + found
            + " of "
            + known
            + ", says "
            + dataDir.resolve(Mark.NAME)
            + ")",
        Copies.remedy(dataDir));
  }

  static UserError alreadyOpen(Path dataDir) {
    String pid = "";
    try {
      String number = Files.readString(dataDir.resolve("server.pid")).strip().split(" ", 2)[0];
      pid = number.matches("[0-9]{1,10}") ? " (pid " + number + ")" : "";
    } catch (IOException _) {
      // Then the message does without.
    }
    return UserError.failed(
        "another paas server" + pid + " uses the data folder " + dataDir,
        "stop it first, or choose another folder with --data");
  }

  static boolean hasCode(Throwable error, int code) {
    for (@Nullable Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SQLException e && e.getErrorCode() == code) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable error) {
    StringBuilder all = new StringBuilder();
    for (@Nullable Throwable at = error; at != null; at = at.getCause()) {
      all.append(at.getMessage()).append('\n');
    }
    return all.toString();
  }

  /** The innermost reason, without the library's marks. */
  private static String firstLine(Throwable error) {
    Throwable at = error;
    while (at.getCause() != null && !(at instanceof MVStoreException)) {
      at = at.getCause();
    }
    return String.valueOf(at.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(" \\[[^\\]]*\\]$", "");
  }
}
