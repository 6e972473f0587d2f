package paas.route;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import paas.logs.LogLine;
import paas.logs.LogStore;
import paas.model.App;
import paas.model.AppId;
import paas.model.AppName;
import paas.proxy.Notice;
import paas.proxy.RequestLine;
import paas.proxy.RouterLog;
import paas.store.Store;

/** The proxy's lines among those of the app that they are about: {@code paas[router]: ...}. */
public final class RouteLog implements RouterLog {
  private final Store store;
  private final LogStore logs;
  private volatile Consumer<AppId> onWake = _ -> {};
  private final Map<String, AppId> ids = new ConcurrentHashMap<>();

  public RouteLog(Store store, LogStore logs) {
    this.store = store;
    this.logs = logs;
  }

  /** Who is told that a request waits for an app that sleeps; must return at once. */
  public void onWake(Consumer<AppId> wakes) {
    onWake = wakes;
  }

  @Override
  public void request(RequestLine line) {
    id(line.app())
        .ifPresent(app ->
            logs.append(app, new LogLine(line.at(), "paas", "router", release(line), line.text())));
  }

  @Override
  public void notice(Notice notice) {
    if (notice.kind() == Notice.Kind.WAKE) {
      id(notice.app()).ifPresent(onWake);
      return;
    }
    String process = notice.process().isEmpty() ? "" : notice.process() + " ";
    String text =
        switch (notice.kind()) {
          case PASSED_OVER -> process + "is passed over: " + notice.text();
          case WELL -> process + "is chosen again: " + notice.text();
          case WAKE -> notice.text();
        };
    id(notice.app())
        .ifPresent(app -> logs.append(app, new LogLine(notice.at(), "paas", "router", 0, text)));
  }

  private static int release(RequestLine line) {
    String label = line.release();
    return label.matches("v[0-9]{1,9}") ? Integer.parseInt(label.substring(1)) : 0;
  }

  /** A name may pass to another app, so a remembered id is forgotten with the table. */
  void forgetNames() {
    ids.clear();
  }

  private Optional<AppId> id(String name) {
    AppId known = ids.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<AppId> found =
        AppName.isWellFormed(name)
            ? store.apps().find(new AppName(name)).map(App::id)
            : Optional.empty();
    found.ifPresent(id -> ids.put(name, id));
    return found;
  }
}
