package paas.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An app as it is wanted.
 *
 * @param deployBranch the branch whose pushes deploy; null until the first push
 * @param lock who locked deploys and why; null when they are allowed
 * @param liveRelease the release that serves; null before the first
 * @param stopped whether its processes are wanted down
 */
public record App(
    AppId id,
    AppName name,
    Instant createdAt,
    @Nullable String deployBranch,
    @Nullable String lock,
    @Nullable Integer liveRelease,
    int configVersion,
    Formation formation,
    boolean stopped) {}
