package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask an app without a pause, and note every answer that was not its own or not the
 * only one to its question.
 */
final class Traffic implements AutoCloseable {
  private static final int CLIENTS = 2;
  private final String app;
  private final Web web;
  private final AtomicLong number = new AtomicLong();

  /** What an earlier traffic has asked the same process is no question of this one's. */
  private final String run = "n" + Long.toString(System.nanoTime(), 36) + "-";

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Set<String> releases = ConcurrentHashMap.newKeySet();
  private final List<Thread> clients = new ArrayList<>();
  private final AtomicLong answered = new AtomicLong();
  private final boolean strict;
  private volatile boolean over;

  private Traffic(House house, String app, boolean strict) {
    this.app = app;
    this.strict = strict;
    this.web = house.web(app);
  }

  static Traffic on(House house, String app) {
    return begin(new Traffic(house, app, true));
  }

  /** Clients of an app that may be away for a while; another's answer is wrong all the same. */
  static Traffic tolerant(House house, String app) {
    return begin(new Traffic(house, app, false));
  }

  private static Traffic begin(Traffic traffic) {
    for (int i = 0; i < CLIENTS; i++) {
      traffic.clients.add(Thread.ofPlatform().name("client-" + i).start(traffic::ask));
    }
    return traffic;
  }

  private void ask() {
    while (!over) {
      String id = run + number.incrementAndGet();
      try {
        look(id, web.post("/count", id), "1");
        look("", web.get("/"), "0");
      } catch (IOException e) {
        noAnswer(id, e.toString());
      } catch (RuntimeException | AssertionError e) {
        wrong.add(id + ": " + e);
      }
    }
  }

  private void look(String id, Web.Answer answer, String count) {
    if (answer.status() >= 500) {
      noAnswer(id, answer.toString());
      return;
    }
    answered.incrementAndGet();
    boolean right =
        answer.status() == 200
            && answer.field("app").equals(app)
            && answer.field("id").equals(id)
            && answer.field("count").equals(count);
    if (right) {
      releases.add(answer.field("release"));
    } else {
      wrong.add(id + ": " + answer);
    }
  }

  private void noAnswer(String id, String what) {
    if (strict) {
      wrong.add(id + ": " + what);
    }
  }

  /** Ends the clients when they have had some answers, and finds no fault. */
  @Override
  public void close() {
    try {
      long some = strict ? 20 : 0;
      await().alias("answers").atMost(House.SOON).until(() -> answered.get() > some);
    } finally {
      over = true;
      clients.forEach(Traffic::join);
    }
    assertThat(wrong).as("of %s requests", 2 * number.get()).isEmpty();
  }

  private static void join(Thread client) {
    try {
      client.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The releases that answered. */
  Set<String> releases() {
    return releases;
  }
}
