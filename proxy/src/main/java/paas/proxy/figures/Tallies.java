package paas.proxy.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every app's counters on one I/O thread, which alone counts; any thread may read. An app takes
 * memory from its first request on.
 */
public final class Tallies {
  private final Map<String, Tally> byApp = new ConcurrentHashMap<>();
  private final List<String> codes;
  private final long began;

  /**
   * Begins with nothing.
   *
   * @param codes of each kind of failure; empty for those that have none
   * @param began when the counting began, as {@link System#nanoTime} says
   */
  public Tallies(List<String> codes, long began) {
    this.codes = codes;
    this.began = began;
  }

  /**
   * Counts a request that ended.
   *
   * @param app empty when none answers to the host
   * @param startNanos when its head was complete
   * @param now when it ended, by the same clock
   * @param failure which of the kinds; -1: none
   */
  public void ended(
      String app, int status, long startNanos, long now, long bytesIn, long bytesOut, int failure) {
    Tally tally = byApp.get(app);
    if (tally == null) {
      tally = new Tally();
      byApp.put(app, tally);
    }
    long micros = (now - startNanos) / 1000;
    tally.add(now - began, status, micros, bytesIn, bytesOut, failure, codes.size());
  }

  /** Forgets apps that are gone. */
  public void retain(Set<String> apps) {
    byApp.keySet().removeIf(app -> !app.isEmpty() && !apps.contains(app));
  }

  /** What all threads counted of one app. */
  static AppFigures sum(List<Tallies> threads, String app, int inFlight, int held) {
    List<Counters> total = new ArrayList<>();
    List<Counters> recent = new ArrayList<>();
    Tallies any = threads.getFirst();
    long nanos = System.nanoTime() - any.began;
    for (Tallies thread : threads) {
      Tally tally = thread.byApp.get(app);
      if (tally != null) {
        total.add(tally.total());
        tally.recent(nanos, recent);
      }
    }
    return new AppFigures(
        app,
        inFlight,
        held,
        Counters.sum(total, any.codes),
        Counters.sum(recent, any.codes),
        Tally.recentSeconds(nanos));
  }

  /**
   * What all threads counted, by the name of the app.
   *
   * @param threads with the same codes and beginning
   * @param inFlight of apps that have something under way
   */
  public static List<AppFigures> sum(
      List<Tallies> threads, Map<String, Integer> inFlight, Map<String, Integer> held) {
    if (threads.isEmpty()) {
      return List.of();
    }
    Set<String> apps = new TreeSet<>(inFlight.keySet());
    apps.addAll(held.keySet());
    threads.forEach(thread -> apps.addAll(thread.byApp.keySet()));
    return apps.stream()
        .map(app -> sum(threads, app, inFlight.getOrDefault(app, 0), held.getOrDefault(app, 0)))
        .toList();
  }
}
