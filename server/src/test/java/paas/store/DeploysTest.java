package paas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Deploy;
import paas.model.DeployState;

class DeploysTest {
  private static final Actor ANN = new Actor("ann");

  @TempDir Path dir;
  Store store;
  AppId shop;

  @BeforeEach
  void open() {
    store = Store.open(dir);
    shop = store.apps().create(new AppName("shop"), ANN).id();
  }

  @AfterEach
  void close() {
    store.close();
  }

  static List<DeployState> states() {
    return List.of(
        new DeployState.Queued(),
        new DeployState.Preparing(),
        new DeployState.Detecting(),
        new DeployState.Building(),
        new DeployState.Releasing(),
        new DeployState.Readying(3),
        new DeployState.Starting(3),
        new DeployState.Checking(3),
        new DeployState.Switching(3),
        new DeployState.Draining(3),
        new DeployState.Live(3),
        new DeployState.Failed("Checking", "web.1 exited with code 3", 3),
        new DeployState.Failed("Building", "npm ci exited with code 1", null),
        new DeployState.Cancelled("ann"),
        new DeployState.Superseded("abc"));
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyStateIsReadBackAndToldOnce(DeployState state) {
    Deploy queued = store.deploys().enqueue(Rows.push(shop, "c1"));
    int events = store.events().list(shop, 100).size();

    Deploy moved = store.deploys().advance(queued, state);

    assertThat(moved.state()).isEqualTo(state);
    assertThat(store.deploys().find(shop, queued.number())).contains(moved);
    assertThat(store.deploys().unfinished()).isEqualTo(state.ended() ? List.of() : List.of(moved));
    assertThat(store.events().list(shop, 100)).hasSize(events + 1);
    assertThat(store.events().list(shop, 1).getFirst().text())
        .startsWith("deploy 1 (push): " + state.label());
  }

  @Test
  void numbersRunPerApp() {
    AppId blog = store.apps().create(new AppName("blog"), ANN).id();
    assertThat(store.deploys().enqueue(Rows.push(shop, "c1")).number()).isEqualTo(1);
    assertThat(store.deploys().enqueue(Rows.push(shop, "c2")).number()).isEqualTo(2);
    assertThat(store.deploys().enqueue(Rows.push(blog, "c3")).number()).isEqualTo(1);
    assertThat(store.deploys().list(shop, 10)).extracting(Deploy::number).containsExactly(2, 1);
    assertThat(store.deploys().unfinished())
        .extracting(Deploy::commit)
        .containsExactly("c1", "c2", "c3");
  }

  @Test
  void whoeverIsBehindIsRefusedAndNothingIsWritten() {
    Deploy queued = store.deploys().enqueue(Rows.push(shop, "c1"));
    Deploy starting = store.deploys().advance(queued, new DeployState.Starting(1));
    int events = store.events().list(shop, 100).size();

    assertThatThrownBy(() -> store.deploys().advance(queued, new DeployState.Preparing()))
        .isInstanceOf(StaleDeploy.class)
        .hasMessage(shop + " deploy 1 is not Queued any more but Starting");
    assertThat(store.events().list(shop, 100)).hasSize(events);

    Deploy otherRelease = store.deploys().advance(starting, new DeployState.Starting(2));
    assertThatThrownBy(() -> store.deploys().advance(starting, new DeployState.Checking(1)))
        .isInstanceOf(StaleDeploy.class);
    store.apps().destroy(shop, ANN);
    assertThatThrownBy(() -> store.deploys().advance(otherRelease, new DeployState.Checking(2)))
        .isInstanceOf(StaleDeploy.class);
  }

  @Test
  void theSwitchIsOneWithWhatItMeans() {
    store.apps().stopped(shop, true, ANN);
    Deploy queued = store.deploys().enqueue(Rows.push(shop, "c1"));
    int release = store.releases().add(Rows.release(shop, 1)).version();
    List<InstanceRow> wanted = List.of(Rows.instance(shop, 1, 1), Rows.instance(shop, 1, 2));
    store.instances().replace(shop, List.of(Rows.instance(shop, 9, 1)));

    Deploy switching =
        store
            .deploys()
            .switchTo(queued, new DeployState.Switching(release), wanted, Optional.empty());

    App app = store.apps().find(shop).orElseThrow();
    assertThat(app.liveRelease()).isEqualTo(release);
    assertThat(app.stopped()).isFalse();
    assertThat(app.formation()).isEqualTo(Rows.TWO_WEB);
    assertThat(store.instances().of(shop)).isEqualTo(wanted);
    assertThatThrownBy(() ->
            store
                .deploys()
                .switchTo(queued, new DeployState.Switching(release), List.of(), Optional.empty()))
        .isInstanceOf(StaleDeploy.class);
    assertThat(store.instances().of(shop)).isEqualTo(wanted);
    Deploy live = store.deploys().live(switching, new DeployState.Live(release));
    assertThat(store.deploys().find(shop, 1)).contains(live);
  }

  @Test
  void theBranchStandsAtTheNewestBuiltCommitThatIsLive() {
    assertThat(store.deploys().lastLiveCommit(shop)).isEmpty();
    end(Rows.push(shop, "c1"), new DeployState.Live(1));
    end(Rows.push(shop, "c2"), new DeployState.Failed("Building", "no", null));
    end(
        new NewDeploy(shop, Deploy.Cause.ROLLBACK, "c0", 1, Set.of(), Map.of(), "ann"),
        new DeployState.Live(2));
    store.deploys().enqueue(Rows.push(shop, "c3"));
    assertThat(store.deploys().lastLiveCommit(shop)).contains("c1");

    end(Rows.push(shop, "c4"), new DeployState.Draining(3));
    assertThat(store.deploys().lastLiveCommit(shop)).contains("c4");
  }

  private void end(NewDeploy deploy, DeployState state) {
    store.deploys().advance(store.deploys().enqueue(deploy), state);
  }
}
