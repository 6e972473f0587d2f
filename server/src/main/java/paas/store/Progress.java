package paas.store;

import static paas.store.tables.Tables.SETTING;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.api.ErrorCode;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * How many writes the store has seen: a row in it, which each of them changes, and a {@link Mark}
 * outside of it. Whoever uses it has the file open; only opening, when nobody uses it, looks back.
 */
final class Progress {
  private static final String NAME = "writes";

  private final Path dataDir;
  private final Mark mark;
  private final AtomicLong given = new AtomicLong();

  /** The newest that is committed to the open file. */
  private final AtomicLong committed = new AtomicLong();

  Progress(Path dataDir) {
    this.dataDir = dataDir;
    this.mark = Mark.of(dataDir);
  }

  /**
   * A file was opened: is all there that is known to have been?
   *
   * @throws paas.model.UserError when it has lost its newest rows
   */
  void look(StoreFile file) {
    long found = number(file.sql());
    if (mark.isAhead(found)) {
      throw Trouble.behind(dataDir, found, mark.number());
    }
    committed.set(found);
    given.accumulateAndGet(found, Math::max);
  }

  boolean unmarked() {
    return mark.number() <= 0;
  }

  /** Zero where none was counted, by a program before this one or in a file without tables. */
  static long number(DSLContext sql) {
    try {
      String text =
          sql.select(SETTING.CONTENT)
              .from(SETTING)
              .where(SETTING.NAME.eq(NAME))
              .fetchOne(SETTING.CONTENT);
      return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    } catch (DataAccessException e) {
      if (Trouble.hasCode(e, ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1)
          || Trouble.hasCode(e, ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1)) {
        return 0;
      }
      throw e;
    }
  }

  /** Part of each transaction that writes. Returns the number that it gave. */
  long count(DSLContext tx) {
    long number = given.incrementAndGet();
    String text = Long.toString(number);
    int rows = tx.update(SETTING).set(SETTING.CONTENT, text).where(SETTING.NAME.eq(NAME)).execute();
    if (rows == 0) {
      tx.insertInto(SETTING).set(SETTING.NAME, NAME).set(SETTING.CONTENT, text).execute();
    }
    return number;
  }

  void committed(long number) {
    committed.set(number);
  }

  /** What is committed when this begins lies on the disk when it returns. */
  void checkpoint(DSLContext sql) {
    long number = committed.get();
    sql.execute("checkpoint sync");
    mark.raise(number);
  }
}
