package paas.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;

/**
 * A host that an app has claimed.
 *
 * @param addedAt null: before that was written down
 * @param provenBy how the app has shown that the host is its own; null: not yet
 */
public record DomainRow(
    String host,
    AppId app,
    @Nullable Instant addedAt,
    @Nullable Instant provenAt,
    @Nullable String provenBy) {}
