package paas.deploy;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import paas.hooks.Repositories;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppId;
import paas.model.AppName;
import paas.store.Store;

/**
 * The pushes under way, app by app. An app that only pushes have made is forgotten when the last of
 * them has ended and nothing of it was deployed: never under the feet of another push.
 */
public final class Arrivals {
  private final Store store;
  private final Repositories repositories;
  private final Map<AppId, Integer> underWay = new HashMap<>();
  private final Set<AppId> born = new HashSet<>();

  Arrivals(Store store, Repositories repositories) {
    this.store = store;
    this.repositories = repositories;
  }

  /**
   * The app that a push goes to.
   *
   * @param isNew whether this push has made it
   */
  record Arrival(App app, boolean isNew) {}

  /** A push begins; an app of an unknown name is made by it. */
  synchronized Arrival enter(AppName name, Actor who) {
    Optional<App> known = store.apps().find(name);
    App app = known.orElseGet(() -> store.apps().create(name, who));
    if (known.isEmpty()) {
      born.add(app.id());
    }
    underWay.merge(app.id(), 1, Integer::sum);
    return new Arrival(app, known.isEmpty());
  }

  /** A push has ended. */
  synchronized void leave(App app, Actor who) throws IOException {
    Integer others = underWay.computeIfPresent(app.id(), (_, n) -> n == 1 ? null : n - 1);
    if (others == null && born.remove(app.id()) && isUnused(app)) {
      repositories.delete(app.id().toString());
      store.apps().destroy(app.id(), who);
    }
  }

  /** Nothing was deployed, and nobody has given it config meanwhile. */
  private boolean isUnused(App app) {
    return store.deploys().list(app.id(), 1).isEmpty()
        && store
            .apps()
            .find(app.id())
            .filter(now -> now.configVersion() == app.configVersion())
            .isPresent();
  }

  /** Whether a push to this app is under way. */
  synchronized boolean receiving(AppId app) {
    return underWay.containsKey(app);
  }

  synchronized boolean quiet() {
    return underWay.isEmpty();
  }
}
