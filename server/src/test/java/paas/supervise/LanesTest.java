package paas.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import paas.model.AppId;

class LanesTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final AppId STUCK = new AppId(1);
  private static final AppId WELL = new AppId(2);

  @Test
  void whatHangsForOneAppHoldsUpNoOtherAndDoesNotPileUp() {
    CountDownLatch open = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    try (Lanes lanes = new Lanes("test", 2)) {
      List<CompletableFuture<Void>> stuck = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        stuck.add(
            lanes.offer(
                STUCK,
                () -> {
                  looks.incrementAndGet();
                  awaitOpen(open);
                }));
      }
      assertThat(lanes.offer(WELL, () -> {})).succeedsWithin(SOON);
      assertThat(stuck).noneMatch(CompletableFuture::isDone);
      open.countDown();
      assertThat(CompletableFuture.allOf(stuck.toArray(CompletableFuture<?>[]::new)))
          .succeedsWithin(SOON);
    }
    // The one under way, and one for all that came meanwhile.
    assertThat(looks).hasValue(2);
  }

  @Test
  void whatFailsLeavesTheLaneFree() {
    try (Lanes lanes = new Lanes("test", 1)) {
      assertThat(
              lanes.offer(
                  STUCK,
                  () -> {
                    throw new IllegalStateException("as the test wants it");
                  }))
          .succeedsWithin(SOON);
      assertThat(lanes.offer(STUCK, () -> {})).succeedsWithin(SOON);
    }
  }

  @Test
  void nothingBeginsAfterTheEnd() {
    Lanes lanes = new Lanes("test", 1);
    lanes.close();
    assertThat(lanes.offer(WELL, () -> {})).succeedsWithin(SOON);
  }

  private static void awaitOpen(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
