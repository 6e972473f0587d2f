package paas.store;

import static paas.store.tables.Tables.DEPLOY_COMMAND;

import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.model.Deploy;
import paas.model.ProcessType;
import paas.store.tables.tables.records.DeployCommandRecord;

/** The commands of deploys, and how they ended. */
public final class Commands {
  private final Database database;

  Commands(Database database) {
    this.database = database;
  }

  /** Notes that it is about to run; one that is run again after a crash is noted anew. */
  public void begun(Deploy deploy, ProcessType type, String line) {
    database.write(tx -> {
      tx.deleteFrom(DEPLOY_COMMAND)
          .where(
              DEPLOY_COMMAND.APP.eq(deploy.app().value()),
              DEPLOY_COMMAND.DEPLOY.eq(deploy.number()),
              DEPLOY_COMMAND.PROCESS_TYPE.eq(type.value()))
          .execute();
      DeployCommandRecord row = tx.newRecord(DEPLOY_COMMAND);
      row.setApp(deploy.app().value());
      row.setDeploy(deploy.number());
      row.setProcessType(type.value());
      row.setLine(line);
      row.setStartedAt(Clock.now());
      return row.insert();
    });
  }

  /**
   * Notes its end.
   *
   * @param exit null where it has none
   */
  public void ended(Deploy deploy, ProcessType type, @Nullable Integer exit) {
    database.write(tx ->
        tx.update(DEPLOY_COMMAND)
            .set(DEPLOY_COMMAND.ENDED_AT, Clock.now())
            .set(DEPLOY_COMMAND.EXIT_STATUS, exit)
            .where(
                DEPLOY_COMMAND.APP.eq(deploy.app().value()),
                DEPLOY_COMMAND.DEPLOY.eq(deploy.number()),
                DEPLOY_COMMAND.PROCESS_TYPE.eq(type.value()))
            .execute());
  }

  /** Those of one deploy, in the order in which they were begun. */
  public List<CommandRow> of(Deploy deploy) {
    return database.read(sql ->
        sql.selectFrom(DEPLOY_COMMAND)
            .where(
                DEPLOY_COMMAND.APP.eq(deploy.app().value()),
                DEPLOY_COMMAND.DEPLOY.eq(deploy.number()))
            .orderBy(DEPLOY_COMMAND.STARTED_AT)
            .fetch(row ->
                new CommandRow(
                    new ProcessType(row.getProcessType()),
                    row.getLine(),
                    row.getStartedAt(),
                    row.getEndedAt(),
                    row.getExitStatus())));
  }
}
