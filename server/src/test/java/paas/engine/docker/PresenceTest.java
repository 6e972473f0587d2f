package paas.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import paas.engine.EngineUnavailable;

class PresenceTest {
  private final AtomicInteger pings = new AtomicInteger();
  private final AtomicReference<Callable<Object>> ping = new AtomicReference<>(() -> true);

  private Object counted() throws Exception {
    pings.incrementAndGet();
    return ping.get().call();
  }

  @Test
  void oneSilentPingIsEnoughForAllWhoWait() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Presence presence = new Presence(threads, this::counted);
      CountDownLatch never = new CountDownLatch(1);
      ping.set(() -> {
        never.await();
        return true;
      });
      List<Callable<String>> asks = Stream.generate(() -> asking(presence)).limit(50).toList();
      for (var said : threads.invokeAll(asks)) {
        assertThat(said.get())
            .startsWith("Docker does not answer since 20")
            .endsWith("(no answer to a ping within 5 s)");
      }
      assertThat(pings.get()).isLessThan(3);
      never.countDown();
    }
  }

  private static Callable<String> asking(Presence presence) {
    return () -> {
      try {
        presence.ask();
        return "it answers";
      } catch (EngineUnavailable e) {
        return String.valueOf(e.getMessage());
      }
    };
  }

  @Test
  void isAskedOnlyAfterItWasAwayAndIsBackAtTheFirstAnswer() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Presence presence = new Presence(threads, this::counted);
      presence.demand();
      assertThat(pings).hasValue(0);
      ping.set(() -> {
        throw new IOException("Connection refused");
      });
      assertThatThrownBy(presence::ask)
          .isInstanceOf(EngineUnavailable.class)
          .hasMessageContaining("(Connection refused)");
      ping.set(() -> true);
      await().ignoreExceptions().untilAsserted(presence::demand);
      int until = pings.get();
      presence.demand();
      assertThat(pings).hasValue(until);
    }
  }
}
