package paas.ops;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import paas.model.Actor;
import paas.model.App;
import paas.ops.PageCommands.Page;
import paas.ops.PageCommands.PagesReport;
import paas.ops.PageCommands.SetPage;
import paas.ops.PageCommands.ShowPages;
import paas.route.AppRules;
import paas.route.OwnPage;
import paas.route.Router;
import paas.store.Store;

/** Handles an app's own pages. */
public final class PageHandlers {
  private final Store store;
  private final Router router;
  private final Lookup lookup;

  /** Adds its handlers to the table. */
  public PageHandlers(Table table, Store store, Router router) {
    this.store = store;
    this.router = router;
    this.lookup = new Lookup(store);
    table.on(ShowPages.class, (_, wish) -> report(lookup.app(wish.app())));
    table.on(SetPage.class, this::set);
  }

  private PagesReport set(Actor who, SetPage wish) {
    App app = lookup.app(wish.app());
    OwnPage kind = OwnPage.of(wish.kind());
    Optional<String> html = Optional.ofNullable(wish.html()).map(OwnPage::checked);
    store
        .proxyRules()
        .change(
            app.id(),
            Map.of(AppRules.page(kind), html),
            who,
            (html.isPresent() ? "has a page of its own: " : "has no page of its own any more: ")
                + kind.key());
    router.publish();
    return report(app);
  }

  private PagesReport report(App app) {
    AppRules rules = new AppRules(store.proxyRules().of(app.id()));
    return new PagesReport(
        app.name().value(),
        Arrays.stream(OwnPage.values())
            .map(kind -> new Page(kind.key(), rules.own(kind).orElse(null)))
            .toList());
  }
}
