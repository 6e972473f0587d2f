package paas.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The deploys of one app in the order of asking: the first is carried out, the others wait. Guarded
 * by the queue's lock.
 */
final class Line {
  private final List<Entry> entries = new ArrayList<>();

  int size() {
    return entries.size();
  }

  Optional<Entry> head() {
    return entries.stream().findFirst();
  }

  Optional<Entry> find(int number) {
    return entries.stream().filter(entry -> entry.deploy().number() == number).findFirst();
  }

  /** How many are before it; 0 when it is under way, or not here. */
  int ahead(int number) {
    return find(number).map(entries::indexOf).orElse(0);
  }

  void add(Entry entry) {
    entries.add(entry);
    tell();
  }

  void remove(Entry entry) {
    entries.remove(entry);
    tell();
  }

  List<Entry> all() {
    return List.copyOf(entries);
  }

  /** The pushes that have not begun: a newer push takes their place. */
  List<Entry> waitingPushes() {
    return entries.stream().skip(1).filter(entry -> entry.deploy().cause().pushed()).toList();
  }

  private void tell() {
    for (int ahead = 1; ahead < entries.size(); ahead++) {
      entries.get(ahead).waitsBehind(ahead);
    }
  }
}
