package paas.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.PlanDetails;
import paas.model.AppName;

/** Wishes about how apps are built, and what they answer. */
public final class PlanCommands {
  private PlanCommands() {}

  /**
   * What would become of a commit.
   *
   * @param ref a branch, a commit or a release; null: the deploy branch
   */
  public record ShowPlan(AppName app, @Nullable String ref) implements Command<PlanDetails> {}

  public record ListBuilders() implements Command<List<BuilderSummary>> {}

  /**
   * One way to build apps.
   *
   * @param looksFor the files by which an app is recognised as one of its own
   */
  public record BuilderSummary(String name, String language, List<String> looksFor) {}

  public record ShowBuilder(AppName app) implements Command<BuilderReport> {}

  /**
   * How an app is built.
   *
   * @param builder what its config asks for; {@code auto} when nothing; {@code buildpacks} when it
   *     has some of others, which come first
   * @param live what the live release was built as; empty when none is
   */
  public record BuilderReport(String app, String builder, String live) {}
}
