package paas.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import paas.model.ProcessType;

/**
 * A command that a deploy has run.
 *
 * @param endedAt null while it runs, and where the server ended meanwhile
 * @param exit null where it has none: it could not be started, or was ended from outside
 */
public record CommandRow(
    ProcessType type,
    String line,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Integer exit) {}
