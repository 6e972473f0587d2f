package paas.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import paas.hooks.Repositories;

/** What cannot be read of a commit, in words: the repository is at fault, not the push. */
record DamagedSource(Repositories repositories) {
  /** Why a step that reads the commit broke, if its repository is why. */
  Optional<DeployFailed> explain(Work work, Exception broke) {
    String id = work.app.id().toString();
    Throwable cause = broke instanceof UncheckedIOException wrapped ? wrapped.getCause() : broke;
    if (cause instanceof MissingObjectException missing) {
      return Optional.of(
          failed("object " + missing.getObjectId().abbreviate(10).name() + " is missing"));
    }
    return cause instanceof IOException
        ? repositories.damage(id).map(DamagedSource::failed)
        : Optional.empty();
  }

  private static DeployFailed failed(String why) {
    return new DeployFailed(
        "the repository is damaged: " + why,
        "Put it aside with: ssh paas doctor --repair; then push again.");
  }
}
