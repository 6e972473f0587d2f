package paas;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.model.UserError;
import paas.store.Restored;
import paas.store.Store;
import picocli.CommandLine.Option;

/** Takes the store back from one of the copies that the server keeps. */
final class Restore {
  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;

  @Option(names = "--copy", paramLabel = "FILE")
  @Nullable Path copy;

  private Restore() {}

  static int run(String[] args) {
    Restore wanted = Main.parsed(new Restore(), args);
    Settings settings = new Settings();
    settings.data = wanted.data;
    DataFolder found = DataFolder.prepare(settings.dataFolder());
    Place.demandOriginal(found);
    Optional<ProcessHandle> server = PidFile.read(found.pidFile());
    if (server.isPresent()) {
      throw UserError.failed(
          "the server (pid " + server.get().pid() + ") serves this folder",
          "stop it first: kill -TERM " + server.get().pid());
    }
    Restored restored = Store.restore(found.root(), wanted.copy);
    Main.say("-----> The store is as it was in " + restored.copy());
    Main.say("       It holds " + restored.apps() + (restored.apps() == 1 ? " app" : " apps"));
    if (restored.aside() != null) {
      Main.say("       What was there before lies in " + restored.aside());
    }
    Main.say("       The next start ends processes that it does not know of; for an app that was");
    Main.say("       deployed since: git push paas main, or ssh paas ps:rebuild APP");
    return 0;
  }
}
