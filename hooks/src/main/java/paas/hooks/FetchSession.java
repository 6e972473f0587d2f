package paas.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One {@code git-upload-pack}: clone and fetch of an app's branches. */
public final class FetchSession {
  private static final Logger log = LoggerFactory.getLogger(FetchSession.class);

  private final PushLimits limits;

  public FetchSession(PushLimits limits) {
    this.limits = limits;
  }

  /**
   * Serves the fetch on this thread; the streams stay open.
   *
   * @param gitProtocol the value of the client's {@code GIT_PROTOCOL}, as {@code version=2}; null
   *     when it sent none
   * @return the exit status for the SSH channel
   */
  public int send(
      Repository repository,
      InputStream in,
      OutputStream out,
      OutputStream err,
      @Nullable String gitProtocol) {
    try (UploadPack upload = new UploadPack(repository)) {
      upload.setTimeout(Math.toIntExact(limits.idle().toSeconds()));
      upload.setRefFilter(RefRules::branches);
      if (gitProtocol != null) {
        upload.setExtraParameters(List.of(gitProtocol));
      }
      upload.upload(in, out, err);
      return 0;
    } catch (IOException e) {
      log.debug("fetch ended early", e);
      return 1;
    }
  }
}
