package paas.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.deploy.FailPoints;
import paas.deploy.StepLimits;
import paas.engine.ScriptedEngine;
import paas.model.App;
import paas.model.AppName;
import paas.model.DeployState;
import paas.model.UserError;
import paas.ops.HouseCommands.Diagnose;
import paas.ops.HouseCommands.Finding;
import paas.ops.ProcessCommands.Detached;
import paas.ops.ProcessCommands.RunDetached;
import paas.store.Event;
import paas.supervise.OneOffLimits;

/** How many may run beside an app, and for how long, also over the end of a server. */
@Timeout(60)
class OneOffLimitsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final OneOffLimits TWO_FOR_A_SECOND = new OneOffLimits(2, Duration.ofSeconds(1));

  private final ScriptedEngine engine = new ScriptedEngine();
  @TempDir private Path data;
  private ScriptedHouse house;
  private App shop;

  @BeforeEach
  void oneAppIsUp() throws Exception {
    open();
    shop = house.create("shop");
    assertThat(house.ended(house.push(shop, "web: one\n")).state())
        .isInstanceOf(DeployState.Live.class);
  }

  private void open() throws IOException {
    house = new ScriptedHouse(data, engine, StepLimits.DEFAULT, FailPoints.NONE, TWO_FOR_A_SECOND);
    house.start();
  }

  @AfterEach
  void close() throws IOException {
    house.close();
    engine.close();
  }

  private Detached detach(AppName app) {
    return house.does(new RunDetached(app, List.of("work"), Map.of()));
  }

  @Test
  void oneTooManyIsRefusedAndALifeEndsThoughItsServerWasKilled() throws Exception {
    Detached first = detach(shop.name());
    Detached second = detach(shop.name());
    assertThatThrownBy(() -> detach(shop.name()))
        .isInstanceOfSatisfying(
            UserError.class,
            refused -> {
              assertThat(refused.what())
                  .isEqualTo("shop has 2 one-off processes, the most there may be");
              assertThat(refused.remedy()).contains("ps:stop shop run.N");
            });
    App other = house.create("other");
    assertThat(house.ended(house.push(other, "web: one\n")).state())
        .isInstanceOf(DeployState.Live.class);
    assertThat(engine.running()).hasSize(4);
    house.close();
    await().atMost(SOON).until(() -> Instant.now().isAfter(second.endsAt()));
    open();
    await().atMost(SOON).until(() -> engine.running().size() == 2);
    assertThat(house.store.events().list(shop.id(), 10))
        .extracting(Event::text)
        .filteredOn(text -> text.contains("stopped after 1 s, the life that it was given"))
        .hasSize(2)
        .anyMatch(text -> text.startsWith(first.name()));
    assertThat(detach(shop.name()).name()).isNotEmpty();
    assertThat(house.does(new Diagnose(false)).findings())
        .filteredOn(finding -> !finding.ok() && !finding.check().equals("disk"))
        .extracting(Finding::text)
        .isEmpty();
  }
}
