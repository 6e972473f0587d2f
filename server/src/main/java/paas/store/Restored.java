package paas.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The store was taken back.
 *
 * @param copy from this file
 * @param apps how many apps it holds
 * @param aside where the store before it lies now; null when there was none
 */
public record Restored(Path copy, int apps, @Nullable Path aside) {}
