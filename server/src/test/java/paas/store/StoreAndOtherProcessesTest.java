package paas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.model.App;
import paas.model.AppName;
import paas.model.UserError;

@Timeout(value = 20, unit = TimeUnit.MINUTES)
class StoreAndOtherProcessesTest {
  private static final int ENDLESS = 1_000_000;

  /** {@code -Dpaas.kills=100} tries longer. */
  private static final int KILLS = Integer.getInteger("paas.kills", 10);

  @TempDir Path dir;

  @Test
  void nothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
    int rows = 0;
    int lost = 0;
    for (int round = 0; round < KILLS; round++) {
      Map<String, Integer> acknowledged = writeAndKill(ThreadLocalRandom.current().nextInt(100));
      try (Store store = Store.open(dir)) {
        App app = store.apps().find(new AppName("shop")).orElseThrow();
        int versions = acknowledged.getOrDefault("config", 0);
        int deploys = acknowledged.getOrDefault("deploy", 0);
        lost += Math.max(0, versions - app.configVersion());
        lost += Math.max(0, deploys - store.deploys().list(app.id(), ENDLESS).size());
        for (int version = 1; version <= Math.min(versions, app.configVersion()); version++) {
          lost += store.configs().at(app.id(), version).containsKey("N") ? 0 : 1;
        }
        rows = versions + deploys;
      }
    }
    System.out.println("acknowledged rows lost over " + KILLS + " kills: " + lost + " of " + rows);
    assertThat(rows).isPositive();
    assertThat(lost).isZero();
  }

  /** Returns the last number that was acknowledged of each kind. */
  private Map<String, Integer> writeAndKill(int lines) throws Exception {
    Map<String, Integer> last = new HashMap<>();
    Process process = StoreProcess.start(dir, ENDLESS);
    try (BufferedReader output = process.inputReader()) {
      assertThat(StoreProcess.hear(output)).isEqualTo("open");
      String line = StoreProcess.hear(output);
      for (int i = 0; line != null; i++, line = StoreProcess.hear(output)) {
        String[] words = line.split(" ", -1);
        last.put(words[0], Integer.parseInt(words[1]));
        if (i == lines) {
          process.toHandle().destroyForcibly(); // The process itself would close our end, too.
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return last;
  }

  @Test
  void aSecondServerIsToldWhoHasTheFolder() throws Exception {
    Process first = StoreProcess.start(dir, 0);
    try (BufferedReader output = first.inputReader()) {
      assertThat(StoreProcess.hear(output)).isEqualTo("open");
      assertThatThrownBy(() -> Store.open(dir))
          .isInstanceOf(UserError.class)
          .hasMessage("another paas server uses the data folder " + dir);
      Files.writeString(dir.resolve("server.pid"), first.pid() + "\n");
      assertThatThrownBy(() -> Store.open(dir))
          .isInstanceOf(UserError.class)
          .hasMessage("another paas server (pid " + first.pid() + ") uses the data folder " + dir);
    } finally {
      first.destroyForcibly().waitFor();
    }
    Store.open(dir).close();
  }
}
