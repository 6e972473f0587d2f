package paas.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.heroku.PackSource;
import paas.buildpacks.language.Said;
import paas.buildpacks.plan.Buildpacks.Pack;
import paas.buildpacks.source.BrokenSource;
import paas.model.Actor;
import paas.model.App;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.PackCommands.AddPack;
import paas.ops.PackCommands.AppPacks;
import paas.ops.PackCommands.ClearPacks;
import paas.ops.PackCommands.ListPacks;
import paas.ops.PackCommands.PackSummary;
import paas.ops.PackCommands.RemovePack;
import paas.store.Store;

/** Sets the buildpacks of apps, which count from the next push on. */
public final class PackHandlers {
  private static final int MOST = 20;

  private final Store store;
  private final String registry;

  /**
   * Adds its handlers to the table.
   *
   * @param registry where OWNER/NAME lies
   */
  public PackHandlers(Table table, Store store, String registry) {
    this.store = store;
    this.registry = registry;
    Lookup lookup = new Lookup(store);
    table.on(ListPacks.class, (_, wish) -> packs(lookup.app(wish.app())));
    table.on(AddPack.class, (who, wish) -> add(who, lookup.app(wish.app()), wish));
    table.on(RemovePack.class, (who, wish) -> remove(who, lookup.app(wish.app()), wish));
    table.on(ClearPacks.class, (who, wish) -> clear(who, lookup.app(wish.app())));
  }

  private AppPacks packs(App app) {
    List<PackSummary> all = new ArrayList<>();
    for (String source : store.packs().of(app.id())) {
      Pack pack = parsed(source);
      all.add(new PackSummary(all.size() + 1, pack.name(), source, pack.url(), pack.ref()));
    }
    return new AppPacks(app.name().value(), all);
  }

  private Pack parsed(String source) {
    try {
      return PackSource.of(new Said(source, "", 0), registry);
    } catch (BrokenSource e) {
      throw UserError.usage("it " + e.problem(), e.remedy());
    }
  }

  private AppPacks add(Actor who, App app, AddPack wish) {
    Pack pack = parsed(wish.source());
    List<String> sources = new ArrayList<>(store.packs().of(app.id()));
    if (sources.contains(pack.source())) {
      throw UserError.failed(
          app.name() + " has the buildpack " + pack.source() + " already",
          "see: ssh paas buildpacks:list " + app.name());
    }
    if (sources.size() >= MOST) {
      throw UserError.failed("an app has up to " + MOST + " buildpacks", "remove one first");
    }
    int index = wish.index() == null ? sources.size() + 1 : wish.index();
    if (index < 1 || index > sources.size() + 1) {
      throw UserError.usage(
          "--index " + index + " is no place among " + sources.size() + " buildpacks",
          "1 is the first, " + (sources.size() + 1) + " after all others");
    }
    sources.add(index - 1, pack.source());
    store.packs().set(app.id(), sources, who, "added " + pack.source());
    return packs(app);
  }

  private AppPacks remove(Actor who, App app, RemovePack wish) {
    List<String> sources = new ArrayList<>(store.packs().of(app.id()));
    int at = index(wish.source(), wish.index(), sources);
    if (at < 0 || at >= sources.size()) {
      String what = wish.source() == null ? "number " + wish.index() : Printable.of(wish.source());
      throw UserError.failed(
          app.name() + " has no buildpack " + what, "see: ssh paas buildpacks:list " + app.name());
    }
    String gone = sources.remove(at);
    store.packs().set(app.id(), sources, who, "removed " + gone);
    return packs(app);
  }

  private static int index(@Nullable String source, @Nullable Integer index, List<String> sources) {
    if ((source == null) == (index == null)) {
      throw UserError.usage(
          "name the buildpack, or its place", "such as: buildpacks:remove APP --index 1");
    }
    return source != null ? sources.indexOf(source) : index - 1;
  }

  private AppPacks clear(Actor who, App app) {
    store.packs().set(app.id(), List.of(), who, "removed all");
    return packs(app);
  }
}
