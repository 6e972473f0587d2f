package paas.proxy.figures;

import java.util.List;

/**
 * What the proxy counted.
 *
 * @param sinceMillis when it began, in milliseconds since 1970
 * @param connections from clients that are open now
 * @param refused connections that were closed at once, for there were as many as may be
 * @param revision of the table in force
 * @param lostLines of the router's log, because they came faster than they were written
 * @param apps those that had a request
 */
public record Figures(
    long sinceMillis,
    int connections,
    long refused,
    long revision,
    long lostLines,
    List<AppFigures> apps) {
  public Figures {
    apps = List.copyOf(apps);
  }
}
