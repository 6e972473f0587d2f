package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The server is killed at random moments while three apps are pushed and asked. {@code
 * -Dpaas.kill.rounds=200} kills it so often, {@code -Dpaas.kill.engine=docker} on Docker.
 */
@Tag("house")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class RandomKillTest {
  private static final int KILLS = Integer.getInteger("paas.kill.rounds", 10);
  private static final EngineKind ENGINE =
      "docker".equals(System.getProperty("paas.kill.engine"))
          ? EngineKind.DOCKER
          : EngineKind.PROCESS;

  /** So many kills come between two looks at the whole house. */
  private static final int BETWEEN_LOOKS = 10;

  private static final List<String> NAMES = List.of("one", "two", "three");

  @Test
  void aServerKilledAtRandomLosesNothingAndAnswersNobodyWrongly() throws Exception {
    try (House house = House.open(ENGINE)) {
      List<Project> projects = new ArrayList<>();
      Duration push = Duration.ZERO;
      for (String name : NAMES) {
        Project project = Apps.node(house.desk(), name).commit("First");
        Instant began = Instant.now();
        project.push().ok();
        push = Duration.between(began, Instant.now());
        projects.add(project);
      }
      AtomicLong pushes = new AtomicLong();
      try (Visitors visitors = new Visitors(house)) {
        for (int killed = 0; killed < KILLS; ) {
          int now = Math.min(BETWEEN_LOOKS, KILLS - killed);
          pushes.addAndGet(killWhilePushing(house, projects, now, push));
          killed += now;
          isWell(house, projects);
        }
        visitors.haveSeenNothingWrong();
        System.err.println(
            "random kills: engine "
                + ENGINE.option()
                + ", kills "
                + KILLS
                + ", pushes that went live "
                + pushes
                + ", "
                + visitors);
      }
    }
  }

  /**
   * Kills the server so often, within about twice the time that a push takes here; returns how many
   * pushes said that they went live meanwhile.
   */
  private static long killWhilePushing(
      House house, List<Project> projects, int kills, Duration push) throws Exception {
    int longest = Math.clamp(2 * push.toMillis(), 1000, 10_000);
    CountDownLatch over = new CountDownLatch(1);
    AtomicLong live = new AtomicLong();
    List<CompletableFuture<Void>> pushers = new ArrayList<>();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      try {
        for (Project project : projects) {
          pushers.add(
              CompletableFuture.runAsync(() -> live.addAndGet(push(project, over)), threads));
        }
        for (int i = 0; i < kills; i++) {
          after(ThreadLocalRandom.current().nextInt(100, longest));
          house.kill();
          house.start();
        }
      } finally {
        over.countDown();
      }
      for (CompletableFuture<Void> pusher : pushers) {
        pusher.get(5, TimeUnit.MINUTES);
      }
    }
    return live.get();
  }

  private static void after(int millis) {
    new CompletableFuture<Boolean>().completeOnTimeout(true, millis, TimeUnit.MILLISECONDS).join();
  }

  /** One person who pushes a new commit, or the same again, until it is enough. */
  private static long push(Project project, CountDownLatch over) {
    long live = 0;
    try {
      do {
        if (project.commit("Once more").push().exit() == 0) {
          live++;
        }
      } while (!over.await(100, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return live;
  }

  private static void isWell(House house, List<Project> projects) throws IOException {
    Health.await(house);
    assertThat(house.instances()).as(house.words()).hasSize(projects.size());
    for (Project project : projects) {
      project.commit("Afterwards").push().ok();
      assertThat(Health.branch(project)).isEqualTo(project.head());
    }
    Health.await(house);
    assertThat(house.instances()).as(house.words()).hasSize(projects.size());
  }

  /** Asks every app all the time, lightly; a refused or cut connection is a server that is down. */
  private static final class Visitors implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Pattern RELEASE = Pattern.compile("(?m)^(v[0-9]+) ");
    private final House house;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong down = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<String, Set<String>> releases = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(NAMES.size());

    Visitors(House house) {
      this.house = house;
      for (String app : NAMES) {
        Web web = house.web(app);
        var _ =
            clock.scheduleWithFixedDelay(
                () -> ask(app, web), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    private void ask(String app, Web web) {
      try {
        Web.Answer answer = web.get("/");
        answers.incrementAndGet();
        if (answer.status() != 200 || !answer.field("app").equals(app)) {
          wrong.add(app + ": " + answer);
        } else {
          releases
              .computeIfAbsent(app, _ -> ConcurrentHashMap.newKeySet())
              .add(answer.field("release"));
        }
      } catch (IOException e) {
        down.incrementAndGet();
      } catch (RuntimeException | AssertionError e) {
        wrong.add(app + ": " + e);
      }
    }

    void haveSeenNothingWrong() {
      assertThat(wrong).as("wrong answers of %s", answers).isEmpty();
      assertThat(answers.get()).isGreaterThan(KILLS);
      for (String app : NAMES) {
        String known = house.desk().paas("releases", app, "-n", "10000").ok().out();
        assertThat(RELEASE.matcher(known).results().map(found -> found.group(1)))
            .as("releases of %s", app)
            .containsAll(releases.getOrDefault(app, Set.of()));
      }
    }

    @Override
    public String toString() {
      return "answers " + answers + ", connections refused or cut " + down;
    }

    @Override
    public void close() {
      clock.shutdownNow();
    }
  }
}
