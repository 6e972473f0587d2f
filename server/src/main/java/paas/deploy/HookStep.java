package paas.deploy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.BuildPlan;
import paas.model.Artifact;
import paas.model.DeployState;
import paas.model.DeployState.Failed;
import paas.model.DeployState.Live;
import paas.operator.HookOutput;
import paas.operator.HookPoint;
import paas.operator.HookRecord;
import paas.operator.Hooks;
import paas.store.Store;

/** The operator's word in a deploy. */
final class HookStep {
  private final Store store;
  private final Hooks hooks;
  private final HookFacts facts;

  HookStep(Store store, Hooks hooks) {
    this.store = store;
    this.hooks = hooks;
    this.facts = new HookFacts(store);
  }

  /** Runs the hooks of a point; where it decides, one of them may end the deploy. */
  void at(HookPoint point, Work work) throws DeployFailed, InterruptedException {
    if (hooks.of(point).isEmpty()) {
      return;
    }
    work.mask.add(store.configs().current(work.app.id()));
    Optional<String> refused = hooks.run(record(point, work), output(work));
    if (refused.isPresent()) {
      throw new DeployFailed(refused.get(), "See docs/hooks.md; ssh paas hooks:list names them.");
    }
  }

  private HookRecord record(HookPoint point, Work work) {
    @Nullable BuildPlan plan = work.plan;
    @Nullable Artifact built = work.artifact;
    return facts
        .of(point, work.app, work.deploy)
        .with("artifact", built == null ? null : built.reference())
        .with("language", plan == null ? null : plan.language());
  }

  /** Tells those who want to know how it ended; nothing they do changes that. */
  void ended(Work work) {
    DeployState state = work.deploy.state();
    try {
      if (state instanceof Live || state instanceof DeployState.Canary) {
        at(HookPoint.POST_DEPLOY, work);
      } else if (state instanceof Failed) {
        at(HookPoint.DEPLOY_FAILED, work);
      }
    } catch (DeployFailed e) {
      throw new IllegalStateException("a point that does not decide", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HookOutput output(Work work) {
    HookOutput out = work.log.hooks();
    return new HookOutput() {
      @Override
      public void began(String hook) {
        out.began(hook);
      }

      @Override
      public void line(String text) {
        out.line(work.mask.hide(text));
      }

      @Override
      public void warning(String text, String advice) {
        out.warning(work.mask.hide(text), advice);
      }
    };
  }
}
