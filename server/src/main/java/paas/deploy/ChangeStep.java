package paas.deploy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Repository;
import paas.buildpacks.language.Corrections;
import paas.hooks.ChangedPaths;
import paas.hooks.Repositories;
import paas.model.App;
import paas.model.Release;
import paas.store.Store;

/** Finds out whether a push changes anything of an app that shares its repository with others. */
final class ChangeStep {
  private final Store store;
  private final Repositories repositories;
  private final SourceStep source;

  ChangeStep(Store store, Repositories repositories, SourceStep source) {
    this.store = store;
    this.repositories = repositories;
    this.source = source;
  }

  /** Compares with what is live, not with what was pushed last, which may have failed. */
  boolean none(Work work, String commit) throws IOException {
    App app = store.apps().find(work.app.id()).orElseThrow();
    Integer live = app.liveRelease();
    if (live == null || app.stopped() || !work.deploy.cause().pushed()) {
      return false;
    }
    Release release = store.releases().find(app.id(), live).orElseThrow();
    String before = release.commit();
    Map<String, String> config = store.configs().current(app.id());
    if (before == null || work.options.force() || isCorrected(release, config)) {
      return false;
    }
    List<String> watched = source.watched(app, commit, config);
    if (watched.isEmpty()) {
      return false;
    }
    try (Repository repository = repositories.open(app.id().toString())) {
      boolean touched = ChangedPaths.touch(repository, before, commit, watched);
      if (!touched) {
        work.log.unchanged(release, watched);
      }
      return !touched;
    }
  }

  /** Whether its people have said something about the build since. */
  private boolean isCorrected(Release live, Map<String, String> config) {
    Map<String, String> then = store.configs().at(live.app(), live.configVersion());
    return !Corrections.in(then).equals(Corrections.in(config));
  }
}
