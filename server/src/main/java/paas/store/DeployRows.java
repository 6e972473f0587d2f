package paas.store;

import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.DeployState.Building;
import paas.model.DeployState.Canary;
import paas.model.DeployState.Cancelled;
import paas.model.DeployState.Checking;
import paas.model.DeployState.Detecting;
import paas.model.DeployState.Draining;
import paas.model.DeployState.Failed;
import paas.model.DeployState.Live;
import paas.model.DeployState.Preparing;
import paas.model.DeployState.Queued;
import paas.model.DeployState.Readying;
import paas.model.DeployState.Releasing;
import paas.model.DeployState.Skipped;
import paas.model.DeployState.Starting;
import paas.model.DeployState.Superseded;
import paas.model.DeployState.Switching;
import paas.model.ProcessName;
import paas.store.tables.tables.records.DeployRecord;

/** A deploy and its state, as columns and back. */
final class DeployRows {
  private DeployRows() {}

  static Deploy deploy(DeployRecord row) {
    return new Deploy(
        new AppId(row.getApp()),
        row.getNumber(),
        Deploy.Cause.valueOf(row.getCause().toUpperCase(Locale.ROOT)),
        row.getCommitId(),
        row.getSourceRelease(),
        processes(row.getOnlyProcesses()),
        row.getActor(),
        row.getCreatedAt(),
        state(row),
        row.getStateAt());
  }

  static String only(Set<ProcessName> only) {
    return only.stream().map(ProcessName::toString).collect(Collectors.joining(","));
  }

  private static Set<ProcessName> processes(String only) {
    Set<ProcessName> names = new TreeSet<>();
    for (String name : only.isEmpty() ? new String[0] : only.split(",", -1)) {
      names.add(ProcessName.parse(name));
    }
    return Collections.unmodifiableSet(names);
  }

  static void setState(DeployRecord row, DeployState state) {
    row.setState(state.label());
    row.setStateAt(Clock.now());
    row.setRelease(release(state));
    row.setFailedAt(state instanceof Failed failed ? failed.at() : null);
    row.setReason(state instanceof Failed failed ? failed.reason() : null);
    row.setCancelledBy(state instanceof Cancelled cancelled ? cancelled.by() : null);
    row.setByCommit(state instanceof Superseded superseded ? superseded.byCommit() : null);
  }

  private static @Nullable Integer release(DeployState state) {
    return switch (state) {
      case Queued _, Preparing _, Detecting _, Building _, Releasing _ -> null;
      case Cancelled _, Superseded _, Skipped _ -> null;
      case Readying(int release) -> release;
      case Starting(int release) -> release;
      case Checking(int release) -> release;
      case Switching(int release) -> release;
      case Draining(int release) -> release;
      case Canary(int release) -> release;
      case Live(int release) -> release;
      case Failed(_, _, Integer release) -> release;
    };
  }

  static DeployState state(DeployRecord row) {
    return switch (row.getState()) {
      case "Queued" -> new Queued();
      case "Preparing" -> new Preparing();
      case "Detecting" -> new Detecting();
      case "Building" -> new Building();
      case "Releasing" -> new Releasing();
      case "Readying" -> new Readying(row.getRelease());
      case "Starting" -> new Starting(row.getRelease());
      case "Checking" -> new Checking(row.getRelease());
      case "Switching" -> new Switching(row.getRelease());
      case "Draining" -> new Draining(row.getRelease());
      case "Canary" -> new Canary(row.getRelease());
      case "Live" -> new Live(row.getRelease());
      case "Failed" -> new Failed(row.getFailedAt(), row.getReason(), row.getRelease());
      case "Cancelled" -> new Cancelled(Objects.requireNonNullElse(row.getCancelledBy(), ""));
      case "Superseded" -> new Superseded(row.getByCommit());
      case "Skipped" -> new Skipped();
      default -> throw new IllegalStateException("deploy in unknown state " + row.getState());
    };
  }

  /** The event's line: {@code deploy 3: Failed while Building: npm ci exited with code 1}. */
  static String describe(Deploy deploy) {
    String head = "deploy " + deploy.number() + " (" + deploy.cause().label() + "): ";
    DeployState state = deploy.state();
    return head
        + switch (state) {
          case Failed(String at, String reason, _) -> "Failed while " + at + ": " + reason;
          case Skipped _ -> "Skipped: nothing of the app has changed";
          case Superseded(String by) -> "Superseded by " + by;
          case Readying(int release) -> "Readying v" + release;
          case Starting(int release) -> "Starting v" + release;
          case Checking(int release) -> "Checking v" + release;
          case Switching(int release) -> "Switching to v" + release;
          case Draining(int release) -> "Draining what v" + release + " replaces";
          case Canary(int release) -> "Canary with v" + release;
          case Live(int release) -> "Live with v" + release;
          case Cancelled(String by) -> "Cancelled by " + by;
          case Queued _, Preparing _, Detecting _, Building _, Releasing _ -> state.label();
        };
  }
}
