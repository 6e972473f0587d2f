package paas.engine;

import java.util.List;

/**
 * The answer of a {@code check()}.
 *
 * @param problem why not; empty when all is well
 * @param facts one line each, such as {@code "addresses: dialled directly"}
 */
public record Health(String problem, List<String> facts) {
  public Health {
    facts = List.copyOf(facts);
  }

  public boolean ok() {
    return problem.isEmpty();
  }
}
