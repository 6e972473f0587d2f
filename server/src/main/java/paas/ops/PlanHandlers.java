package paas.ops;

import java.util.Optional;
import paas.buildpacks.Detector;
import paas.buildpacks.language.Correction;
import paas.deploy.Plans;
import paas.model.App;
import paas.model.Release;
import paas.ops.PlanCommands.BuilderReport;
import paas.ops.PlanCommands.BuilderSummary;
import paas.ops.PlanCommands.ListBuilders;
import paas.ops.PlanCommands.ShowBuilder;
import paas.ops.PlanCommands.ShowPlan;
import paas.store.Store;

/** Handles what is asked about how apps are built. */
public final class PlanHandlers {
  private final Store store;

  /** Adds its handlers to the table. */
  public PlanHandlers(Table table, Store store, Plans plans) {
    this.store = store;
    Lookup lookup = new Lookup(store);
    table.on(ShowPlan.class, (_, wish) -> plans.of(lookup.app(wish.app()), wish.ref()));
    table.on(
        ListBuilders.class,
        (_, _) ->
            Detector.standard().known().stream()
                .map(b -> new BuilderSummary(b.key(), b.language(), b.looksFor()))
                .toList());
    table.on(ShowBuilder.class, (_, wish) -> report(lookup.app(wish.app())));
  }

  private BuilderReport report(App app) {
    String asked =
        store.configs().current(app.id()).getOrDefault(Correction.BUILDER.variable(), "auto");
    String live =
        Optional.ofNullable(app.liveRelease())
            .flatMap(version -> store.releases().find(app.id(), version))
            .map(Release::language)
            .orElse("");
    boolean packs = !store.packs().of(app.id()).isEmpty();
    return new BuilderReport(app.name().value(), packs ? "buildpacks" : asked, live);
  }
}
