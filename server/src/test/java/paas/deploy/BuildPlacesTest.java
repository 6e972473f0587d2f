package paas.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import paas.model.AppId;

class BuildPlacesTest {
  private final BuildPlaces places = new BuildPlaces(1);
  private final List<String> happened = new CopyOnWriteArrayList<>();

  /** Takes the place on a thread of its own, notes it, and gives it back when it is let. */
  private Thread asks(int app, CountDownLatch back) {
    return Thread.ofVirtual()
        .start(() -> {
          try (BuildPlaces.Place _ = places.take(new AppId(app), told(app))) {
            happened.add("a" + app + " builds");
            back.await();
          } catch (InterruptedException e) {
            happened.add("a" + app + " left");
          }
        });
  }

  private IntConsumer told(int app) {
    return position -> happened.add("a" + app + " is #" + position);
  }

  private void until(String what) {
    await().until(() -> happened.contains(what));
  }

  @Test
  void placesAreGivenInTheOrderOfAskingAndThoseWhoWaitAreToldWhere() {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch now = new CountDownLatch(0);
    asks(1, first);
    until("a1 builds");
    asks(2, now);
    until("a2 is #1");
    asks(3, now);
    until("a3 is #2");
    assertThat(places.position(new AppId(1))).isEmpty();
    assertThat(places.position(new AppId(3))).hasValue(2);
    first.countDown();
    until("a3 builds");
    assertThat(happened)
        .containsSubsequence("a1 builds", "a2 is #1", "a3 is #2", "a3 is #1", "a3 builds")
        .containsSubsequence("a2 is #1", "a2 builds", "a3 builds");
  }

  @Test
  void whoGivesUpLeavesTheOthersTheirOrderAndNoPlaceIsLost() {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch now = new CountDownLatch(0);
    asks(1, first);
    until("a1 builds");
    Thread second = asks(2, now);
    until("a2 is #1");
    asks(3, now);
    until("a3 is #2");
    second.interrupt();
    until("a2 left");
    until("a3 is #1");
    first.countDown();
    until("a3 builds");
    asks(4, now);
    until("a4 builds");
  }
}
