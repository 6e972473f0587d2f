package paas.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.Nearest;
import paas.deploy.HookFacts;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppName;
import paas.model.Deploy;
import paas.model.Printable;
import paas.model.UserError;
import paas.operator.HookFile;
import paas.operator.HookOutput;
import paas.operator.HookPoint;
import paas.operator.HookRecord;
import paas.operator.Hooks;
import paas.ops.HookCommands.HookList;
import paas.ops.HookCommands.HookRun;
import paas.ops.HookCommands.HookSummary;
import paas.ops.HookCommands.ListHooks;
import paas.ops.HookCommands.PointSummary;
import paas.ops.HookCommands.RunHooks;
import paas.store.Store;

/** Shows the operator's hooks, and runs them by hand. */
public final class HookHandlers {
  private final Store store;
  private final Hooks hooks;
  private final HookFacts facts;
  private final Lookup lookup;

  /** Adds its handlers to the table. */
  public HookHandlers(Table table, Store store, Hooks hooks) {
    this.store = store;
    this.hooks = hooks;
    this.facts = new HookFacts(store);
    this.lookup = new Lookup(store);
    table.on(ListHooks.class, (_, _) -> list());
    table.on(RunHooks.class, this::run);
  }

  private HookList list() {
    List<PointSummary> points =
        Arrays.stream(HookPoint.values())
            .map(point ->
                new PointSummary(point.label(), point.decides(), point.when(), summaries(point)))
            .toList();
    return new HookList(hooks.folder().toString(), points, hooks.foreign());
  }

  private List<HookSummary> summaries(HookPoint point) {
    return hooks.of(point).stream().map(HookHandlers::summary).toList();
  }

  private static HookSummary summary(HookFile file) {
    return new HookSummary(file.name(), file.runs(), file.problem(), file.remedy());
  }

  private HookRun run(Actor who, RunHooks wish) {
    HookPoint point = HookPoint.of(wish.point()).orElseThrow(() -> unknown(wish.point()));
    HookRecord told = told(point, who, wish.app());
    List<String> said = new CopyOnWriteArrayList<>();
    String refused = "";
    if (!wish.dry()) {
      store
          .events()
          .add(
              wish.app() == null ? null : lookup.app(wish.app()).id(),
              who,
              "hooks.run",
              "ran the hooks of " + point.label());
      refused = really(told, said).orElse("");
    }
    return new HookRun(
        point.label(),
        wish.dry(),
        summaries(point),
        hooks.environment(told),
        told.json(),
        new ArrayList<>(said),
        refused);
  }

  private Optional<String> really(HookRecord told, List<String> said) {
    try {
      return hooks.run(
          told,
          new HookOutput() {
            @Override
            public void began(String hook) {
              said.add("-----> Hook " + hook);
            }

            @Override
            public void line(String text) {
              said.add("       " + text);
            }

            @Override
            public void warning(String text, String advice) {
              said.add(" !     " + text);
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the hooks were ended", "run them again");
    }
  }

  /** As the app stands now, with its newest deploy where the point is one of a deploy. */
  private HookRecord told(HookPoint point, Actor who, @Nullable AppName name) {
    if (name == null) {
      return HookRecord.at(point).with("actor", who.name());
    }
    App app = lookup.app(name);
    Optional<Deploy> newest = store.deploys().list(app.id(), 1).stream().findFirst();
    return newest
        .map(deploy -> facts.of(point, app, deploy))
        .orElseGet(() -> facts.of(point, app, who));
  }

  private static UserError unknown(String point) {
    return UserError.usage(
        "there is no point '" + Printable.of(point) + "'",
        Nearest.to(point, HookPoint.labels())
            .map(near -> "did you mean " + near + "?")
            .orElse("there is: " + String.join(" ", HookPoint.labels())));
  }
}
