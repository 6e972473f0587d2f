package paas.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.UserError;

/** A second process that has the store open, for tests that kill it or get in its way. */
final class StoreProcess {
  private static final Actor ANN = new Actor("ann");

  private StoreProcess() {}

  /** Says "open", then the number of each config version and deploy that it was told is written. */
  public static void main(String[] args) throws IOException {
    try (Store store = Store.open(Path.of(args[0]))) {
      say("open");
      AppName name = new AppName("shop");
      AppId app = store.apps().find(name).orElseGet(() -> store.apps().create(name, ANN)).id();
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        Map<String, String> change = Map.of("N", Long.toString(System.nanoTime()));
        say("config " + store.configs().change(app, change, Set.of(), ANN));
        say("deploy " + store.deploys().enqueue(Rows.push(app, "c")).number());
      }
      System.in.read();
    } catch (UserError e) {
      say(e.what());
    }
  }

  /** Marked, for the libraries log to the same stream. */
  private static void say(String what) {
    System.out.println("> " + what);
  }

  /** The next thing that it says; null when it has ended. */
  static @Nullable String hear(BufferedReader output) throws IOException {
    String line = output.readLine();
    while (line != null && !line.startsWith("> ")) {
      line = output.readLine();
    }
    return line == null ? null : line.substring(2);
  }

  static Process start(Path data, int writes) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dorg.jooq.no-logo=true",
            "-Dorg.jooq.no-tips=true",
            "-cp",
            System.getProperty("java.class.path"),
            StoreProcess.class.getName(),
            data.toString(),
            Integer.toString(writes))
        .redirectError(Files.createTempFile(data, "stderr", ".txt").toFile())
        .start();
  }
}
