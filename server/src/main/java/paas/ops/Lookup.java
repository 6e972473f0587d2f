package paas.ops;

import paas.model.App;
import paas.model.AppName;
import paas.model.UserError;
import paas.store.Store;

/** From a name to the app, or the one sentence that says that there is none. */
record Lookup(Store store) {
  App app(AppName name) {
    return store
        .apps()
        .find(name)
        .orElseThrow(() -> UserError.noSuchApp(name.value(), "see: ssh paas apps:list"));
  }

  /** The app, when it may be changed now. */
  App unlocked(AppName name) {
    App app = app(name);
    String lock = app.lock();
    if (lock != null) {
      throw UserError.failed(
          "deploys of " + name + " are locked: " + lock, "unlock: ssh paas apps:unlock " + name);
    }
    return app;
  }
}
