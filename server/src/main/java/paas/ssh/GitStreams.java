package paas.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Git's ends of the line.
 *
 * @param protocol {@code version=N} as the client asked for; null when it did not
 */
public record GitStreams(
    InputStream in, OutputStream out, OutputStream err, @Nullable String protocol) {}
