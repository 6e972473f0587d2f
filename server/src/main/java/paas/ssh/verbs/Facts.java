package paas.ssh.verbs;

import java.util.ArrayList;
import java.util.List;
import paas.cli.Console;

/** A thing's properties, one to a line, names first. Those that are empty are left out. */
final class Facts {
  private final List<String[]> facts = new ArrayList<>();

  Facts add(String name, String value) {
    if (!value.isEmpty()) {
      facts.add(new String[] {name, value});
    }
    return this;
  }

  void print(Console console) {
    int width = facts.stream().mapToInt(fact -> fact[0].length()).max().orElse(0);
    console.lines(
        facts.stream()
            .map(f -> f[0] + ":" + " ".repeat(width - f[0].length() + 2) + f[1])
            .toList());
  }
}
