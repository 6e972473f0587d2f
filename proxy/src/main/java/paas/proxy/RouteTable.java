package paas.proxy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every route, as a value.
 *
 * @param revision grows with every table that is published
 * @param challenges what certificate authorities ask for at the moment
 */
public record RouteTable(long revision, List<AppRoute> apps, List<Challenge> challenges) {
  public static final RouteTable EMPTY = new RouteTable(0, List.of());

  /**
   * Checks the table as a whole.
   *
   * @throws IllegalArgumentException when two apps claim one host, or a target id appears twice
   */
  public RouteTable {
    Target.require(revision >= 0, "a negative revision");
    apps = List.copyOf(apps);
    challenges = List.copyOf(challenges);
    Map<String, String> owners = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (AppRoute route : apps) {
      for (String host : route.hosts()) {
        String other = owners.put(host, route.app());
        Target.require(
            other == null, "host " + host + " is claimed by " + other + " and by " + route.app());
      }
      for (Target target : route.targets()) {
        Target.require(ids.add(target.id()), "target " + target.id() + " appears twice");
      }
    }
  }

  /** A table for times when no authority asks. */
  public RouteTable(long revision, List<AppRoute> apps) {
    this(revision, apps, List.of());
  }
}
