package paas.proxy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a proxy can be watched.
 *
 * @param metrics where its figures are served as Prometheus reads them; null: nowhere
 * @param accessLog null: requests are told to the listener alone
 */
public record Sight(@Nullable InetSocketAddress metrics, @Nullable AccessLog accessLog) {
  public static final Sight NONE = new Sight(null, null);

  /**
   * A file with a line for each request.
   *
   * @param file those before it are {@code FILE.1}, {@code FILE.2}, ..., the newest first
   * @param bytes how large it may become before the next one is begun
   * @param files how many are kept, this one included
   */
  public record AccessLog(Path file, long bytes, int files) {
    public AccessLog {
      file = file.toAbsolutePath();
      Target.require(bytes >= 4096, "a log of less than 4 KB");
      Target.require(files >= 1 && files <= 1000, "1 to 1000 files of a log");
    }
  }
}
