package paas.deploy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.Build;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.PlanDetails;
import paas.hooks.Repositories;
import paas.model.App;
import paas.model.Printable;
import paas.model.Release;
import paas.model.UserError;
import paas.store.Store;

/** Says what would become of a commit, and does none of it. */
public final class Plans {
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,99}");
  private static final Pattern RELEASE = Pattern.compile("v[1-9][0-9]{0,8}");

  private final Store store;
  private final Repositories repositories;
  private final SourceStep source;
  private final Duration limit;

  /**
   * @param limit for one plan
   */
  Plans(Store store, Repositories repositories, SourceStep source, Duration limit) {
    this.store = store;
    this.repositories = repositories;
    this.source = source;
    this.limit = limit;
  }

  /**
   * The plan of a commit that the app was pushed with, by the config as it is now.
   *
   * @param ref a branch, a commit or a release; null: the deploy branch
   * @throws UserError when there is no such commit, or no plan for it
   */
  public PlanDetails of(App app, @Nullable String ref) {
    try {
      return plan(app, commit(app, ref));
    } catch (DeployFailed e) {
      throw UserError.failed(
          e.reason(),
          e.advice().isEmpty() ? "correct it and push again" : String.join(" ", e.advice()));
    }
  }

  PlanDetails plan(App app, String commit) throws DeployFailed {
    return within(() -> {
      BuildPlan plan = source.detect(app, commit, store.configs().current(app.id()));
      String own =
          plan.build() instanceof Build.OwnDockerfile dockerfile
              ? source.text(app, commit, plan, dockerfile.path())
              : "";
      return PlanDetails.of(app.name().value(), commit, plan, own);
    });
  }

  private PlanDetails within(Callable<PlanDetails> planning) throws DeployFailed {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<PlanDetails> plan = thread.submit(planning);
      try {
        return plan.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | InterruptedException e) {
        thread.shutdownNow();
        throw new DeployFailed(
            "detect did not end within " + StepLimits.text(limit) + " (setting steps.detect)", "");
      } catch (ExecutionException e) {
        throw failure(e);
      }
    }
  }

  private static DeployFailed failure(ExecutionException ended) {
    return switch (ended.getCause()) {
      case DeployFailed failed -> failed;
      case RuntimeException bug -> throw bug;
      case null, default -> throw new IllegalStateException(ended);
    };
  }

  private String commit(App app, @Nullable String ref) {
    String wanted = ref == null ? branch(app) : ref;
    if (RELEASE.matcher(wanted).matches()) {
      int version = Integer.parseInt(wanted.substring(1));
      return store
          .releases()
          .find(app.id(), version)
          .map(Release::commit)
          .orElseThrow(() -> missing(app, wanted));
    }
    if (!REF.matcher(wanted).matches() || wanted.contains("..")) {
      throw missing(app, wanted);
    }
    try (Repository repository = repositories.open(app.id().toString())) {
      ObjectId commit = repository.resolve(wanted + "^{commit}");
      if (commit == null) {
        throw missing(app, wanted);
      }
      return commit.name();
    } catch (RevisionSyntaxException | IOException e) {
      throw missing(app, wanted);
    }
  }

  private static String branch(App app) {
    String branch = app.deployBranch();
    if (branch == null) {
      throw UserError.failed(
          app.name() + " was never pushed", "see the plan of a push: git push -o plan paas main");
    }
    return branch;
  }

  private static UserError missing(App app, String ref) {
    return UserError.failed(
        app.name() + " has no commit '" + Printable.of(ref) + "' here",
        "name a branch, a commit or a release that was pushed; of one that was not: git push -o"
            + " plan paas main");
  }
}
