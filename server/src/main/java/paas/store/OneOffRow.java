package paas.store;

import java.time.Instant;
import paas.model.InstanceName;

/**
 * A one-off process that runs without its caller.
 *
 * @param command as it was typed
 * @param actor who started it
 * @param endsAt when it has run long enough and is stopped
 */
public record OneOffRow(
    InstanceName name,
    int release,
    String command,
    String actor,
    Instant startedAt,
    Instant endsAt) {}
