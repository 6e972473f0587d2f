package paas.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PreUploadHook;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;
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
      upload.setPreUploadHook(new WholeHistory());
      upload.upload(new SteadyInput(in, limits.idle(), SteadyInput.OF_A_FETCH), out, err);
      return 0;
    } catch (IOException e) {
      log.debug("fetch ended early", e);
      LastWords.say(e, repository, err);
      return 1;
    }
  }

  /** JGit does not tell a client where a history ends that was pushed from a shallow clone. */
  private static final class WholeHistory implements PreUploadHook {
    @Override
    public void onBeginNegotiateRound(
        UploadPack upload, Collection<? extends ObjectId> wants, int offered) {}

    @Override
    public void onEndNegotiateRound(
        UploadPack upload,
        Collection<? extends ObjectId> wants,
        int common,
        int notFound,
        boolean ready) {}

    @Override
    public void onSendPack(
        UploadPack upload,
        Collection<? extends ObjectId> wants,
        Collection<? extends ObjectId> haves)
        throws ServiceMayNotContinueException {
      if (upload.getDepth() == 0 && haves.isEmpty() && isShallow(upload.getRepository())) {
        throw new ServiceMayNotContinueException(
            "this history was pushed from a shallow clone: git clone --depth 1");
      }
    }

    private static boolean isShallow(Repository repository) throws ServiceMayNotContinueException {
      try {
        return !repository.getObjectDatabase().getShallowCommits().isEmpty();
      } catch (IOException e) {
        throw new ServiceMayNotContinueException(e);
      }
    }
  }
}
