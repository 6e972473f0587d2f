package paas.cli;

import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A caller's ends of the line.
 *
 * @param in ends when the caller closes its end or goes away
 * @param terminal the caller's terminal; null when there is none
 */
public record Streams(
    InputStream in, OutputStream out, OutputStream err, @Nullable Terminal terminal) {}
