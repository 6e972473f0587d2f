package paas.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import paas.model.AppId;

/**
 * Something that was done.
 *
 * @param app null when it concerns no app
 * @param appName the app's name at the time
 * @param actor who did it, as shown
 * @param kind {@code deploy.live}, {@code config.set}, ...
 * @param text one line for a person; never holds a secret
 */
public record Event(
    long id,
    Instant at,
    @Nullable AppId app,
    @Nullable String appName,
    String actor,
    String kind,
    String text) {}
