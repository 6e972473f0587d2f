package paas.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.FileSystemClock;
import paas.hooks.Repositories;
import paas.model.Actor;
import paas.model.AppName;
import paas.model.Deploy;
import paas.store.NewDeploy;
import paas.store.Store;

class ArrivalsTest {
  private static final Actor ANN = new Actor("ann");
  private static final AppName SHOP = new AppName("shop");
  @TempDir private Path data;
  private Store store;
  private Repositories repositories;
  private Arrivals arrivals;

  @BeforeEach
  void open() throws Exception {
    FileSystemClock.measured();
    store = Store.open(data);
    repositories = new Repositories(data.resolve("repositories"));
    arrivals = new Arrivals(store, repositories);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anAppThatOnlyARefusedPushHasMadeIsForgotten() throws Exception {
    Arrivals.Arrival first = arrivals.enter(SHOP, ANN);
    repositories.open(first.app().id().toString()).close();
    assertThat(first.isNew()).isTrue();
    assertThat(arrivals.receiving(first.app().id())).isTrue();
    arrivals.leave(first.app(), ANN);
    assertThat(arrivals.receiving(first.app().id())).isFalse();
    assertThat(store.apps().find(SHOP)).isEmpty();
    assertThat(repositories.ids()).isEmpty();
  }

  @Test
  void twoFirstPushesAtOnceDoNotTakeTheAppFromEachOther() throws Exception {
    Arrivals.Arrival first = arrivals.enter(SHOP, ANN);
    Arrivals.Arrival second = arrivals.enter(SHOP, ANN);
    assertThat(second.app()).isEqualTo(first.app());
    assertThat(second.isNew()).isFalse();
    arrivals.leave(first.app(), ANN);
    assertThat(store.apps().find(SHOP)).isPresent();
    store
        .deploys()
        .enqueue(
            new NewDeploy(
                second.app().id(), Deploy.Cause.PUSH, "c".repeat(40), null, Set.of(), "ann"));
    arrivals.leave(second.app(), ANN);
    assertThat(store.apps().find(SHOP)).isPresent();
  }

  @Test
  void anAppThatWasMadeOrUsedByHandStays() throws Exception {
    store.apps().create(SHOP, ANN);
    arrivals.leave(arrivals.enter(SHOP, ANN).app(), ANN);
    assertThat(store.apps().find(SHOP)).isPresent();
    Arrivals.Arrival other = arrivals.enter(new AppName("other"), ANN);
    store.configs().change(other.app().id(), Map.of("A", "b"), Set.of(), ANN);
    arrivals.leave(other.app(), ANN);
    assertThat(store.apps().find(other.app().id())).isPresent();
  }
}
