package paas.cli;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import paas.buildpacks.source.Nearest;

/** Every verb by each of its names. */
public final class VerbTable {
  private final List<Verb> verbs;
  private final Map<String, Verb> byName = new TreeMap<>();
  private final SequencedMap<String, List<Verb>> byTopic = new LinkedHashMap<>();

  /** Refuses two verbs that answer to one name. */
  public VerbTable(Collection<Verb> verbs) {
    this.verbs = List.copyOf(verbs);
    for (Verb verb : this.verbs) {
      add(verb.name(), verb);
      verb.shortNames().forEach(name -> add(name, verb));
      byTopic.merge(verb.topic(), List.of(verb), VerbTable::both);
    }
  }

  private void add(String name, Verb verb) {
    Verb before = byName.put(name, verb);
    if (before != null) {
      throw new IllegalArgumentException(
          name + " is both " + before.name() + " and " + verb.name());
    }
  }

  private static List<Verb> both(List<Verb> first, List<Verb> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  public Optional<Verb> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All verbs in the order of the table. */
  public List<Verb> verbs() {
    return verbs;
  }

  /** The verbs of each topic, both in the order of the table. */
  public SequencedMap<String, List<Verb>> topics() {
    return Collections.unmodifiableSequencedMap(byTopic);
  }

  /** The name nearest to a mistyped one, when one is near. */
  public Optional<String> nearest(String mistyped) {
    return Nearest.to(mistyped, byName.keySet());
  }
}
