package paas.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.disk.NoRoom;
import paas.engine.EngineUnavailable;
import paas.model.App;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.UserError;
import paas.store.Store;

/** Carries deploys to their end, and ends those that could not be carried on. */
final class DeployWorker {
  private static final Logger log = LoggerFactory.getLogger(DeployWorker.class);
  private static final String STOPPING = " !     The server is stopping; push again when it is up.";

  private final Store store;
  private final DeployRun.Parts parts;
  private final BuildPlaces places;
  private final Path buildFolder;
  private final BooleanSupplier stopping;

  /**
   * @param stopping whether the server is about to end
   */
  DeployWorker(
      Store store,
      DeployRun.Parts parts,
      BuildPlaces places,
      Path buildFolder,
      BooleanSupplier stopping) {
    this.store = store;
    this.parts = parts;
    this.places = places;
    this.buildFolder = buildFolder;
    this.stopping = stopping;
  }

  void carryOut(Entry entry) {
    Deploy deploy = entry.deploy();
    try {
      App app = store.apps().find(deploy.app()).orElseThrow();
      Work work = new Work(app, deploy, entry.options(), entry.text(), source(deploy));
      new DeployRun(parts, places, entry.brake(), work).toEnd();
    } catch (InterruptedException e) {
      entry.line(STOPPING);
    } catch (EngineUnavailable e) {
      broke(entry, "the engine does not answer", e);
    } catch (IOException
        | RuntimeException
        | LinkageError
        | AssertionError
        | StackOverflowError e) {
      broke(entry, "something broke on our side", e);
    } finally {
      entry.brake().release();
    }
  }

  /** A deploy that never began: the next server ends it as failed. */
  void abandon(Entry entry) {
    entry.line(STOPPING);
    entry.close();
  }

  /** Ends one that still waits. */
  void end(Entry entry, Outcome outcome) {
    Deploy deploy = entry.deploy();
    entry.brake().release();
    DeployState end = Transitions.next(deploy.cause(), deploy.state(), outcome);
    store.deploys().takeBack(store.deploys().advance(deploy, end));
    entry.text().stopped(deploy, outcome);
    entry.close();
  }

  /**
   * What fails because the server is stopping is left to the next one, as a kill would leave it.
   */
  private void broke(Entry entry, String what, Throwable why) {
    if (stopping.getAsBoolean()) {
      entry.line(STOPPING);
      return;
    }
    String reason = NoRoom.in(why).orElse(what);
    if (why instanceof UserError told) {
      reason = told.what();
      entry.line(" !     " + reason);
    } else if (!reason.equals(what)) {
      log.warn("deploy {} of {}", entry.deploy().number(), entry.deploy().app(), why);
      entry.line(" !     " + reason);
    } else if (why instanceof EngineUnavailable) {
      entry.line(" !     " + what + ": " + why.getMessage());
    } else {
      reason = what + " (incident " + incident(entry.deploy(), why) + ")";
      entry.line(" !     " + reason);
    }
    giveUp(entry.deploy(), reason);
    Aftermath.remove(source(entry.deploy()));
  }

  private Path source(Deploy deploy) {
    return buildFolder.resolve(deploy.app() + "-d" + deploy.number());
  }

  private static String incident(Deploy deploy, Throwable why) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    log.error("incident {}: deploy {} of {}", id, deploy.number(), deploy.app(), why);
    return id;
  }

  /** Ends a deploy that the machine could not carry on, as a restart of the server would. */
  void giveUp(Deploy begun, String reason) {
    try {
      Deploy now = store.deploys().find(begun.app(), begun.number()).orElseThrow();
      if (!now.state().ended() && !now.state().committed()) {
        DeployState failed = Transitions.next(now.cause(), now.state(), new Outcome.Broke(reason));
        parts.aftermath().undo(store.deploys().advance(now, failed));
      }
    } catch (RuntimeException e) {
      log.warn("deploy {} of {} is left to the sweep", begun.number(), begun.app(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
