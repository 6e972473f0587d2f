package paas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.Settings.EngineChoice;
import paas.engine.Engine;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.engine.process.ProcessSettings;
import paas.model.App;
import paas.model.UserError;
import paas.store.Store;
import picocli.CommandLine.Option;

/** Ends everything of one data folder: the server, then every process of every app. */
final class Down {
  private static final long SERVER_SECONDS = 15;
  private static final Duration GRACE = Duration.ofSeconds(30);

  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;

  @Option(names = "--purge")
  boolean purge;

  private Down() {}

  static int run(String[] args) throws IOException, InterruptedException {
    Down down = Main.parsed(new Down(), args);
    Settings settings = new Settings();
    settings.data = down.data;
    Path folder = settings.dataFolder();
    if (!Files.exists(folder.resolve("paas.mv.db"))) {
      throw UserError.failed(folder + " is no data folder of paas", "name it with --data DIR");
    }
    DataFolder found = DataFolder.prepare(folder);
    Place.demandOriginal(found);
    endServer(found);
    if (ProxyStart.endOwn(found)) {
      Main.say("-----> Stopped the proxy");
    }
    down.endApps(found);
    if (down.purge) {
      Claims.here(ProcessSettings.uid()).ifPresent(claims -> claims.release(found));
      remove(found.root());
      Main.say("-----> Removed " + found.root());
    }
    return 0;
  }

  private static void endServer(DataFolder data) throws InterruptedException {
    Optional<ProcessHandle> server = PidFile.read(data.pidFile());
    if (server.isEmpty()) {
      return;
    }
    server.get().destroy();
    try {
      server.get().onExit().get(SERVER_SECONDS, TimeUnit.SECONDS);
      Main.say("-----> Stopped the server (pid " + server.get().pid() + ")");
    } catch (ExecutionException | TimeoutException e) {
      throw UserError.failed(
          "the server (pid " + server.get().pid() + ") does not end", "kill it, then try again");
    }
  }

  private void endApps(DataFolder data) throws InterruptedException {
    try (Store store = Store.open(data.root());
        Engine engine = engine(data, store)) {
      List<InstanceState> instances = engine.recover();
      engine.stopAll(instances.stream().map(InstanceState::name).toList(), GRACE);
      long running = instances.stream().filter(Running.class::isInstance).count();
      Main.say("-----> Stopped " + running + (running == 1 ? " process" : " processes"));
      if (purge) {
        for (App app : store.apps().list()) {
          engine.forget(app.id());
        }
      }
    }
  }

  private static Engine engine(DataFolder data, Store store) {
    SettingsFile settings = SettingsReader.read(data.settings());
    return new Engines(data, store, (_, _, _, _) -> {}, settings).open(EngineChoice.AUTO).engine();
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
