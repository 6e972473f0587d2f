package paas.cli;

import java.util.List;

/**
 * What a verb does, made anew for each call. Its fields carry picocli's {@code @Option} and
 * {@code @Parameters}; the app is not among them, {@link Call#app()} has it.
 */
@FunctionalInterface
public interface Action {
  /** Does it and returns the exit status. */
  int run(Call call) throws Exception;

  /** What {@code --format} may say. */
  default List<String> formats() {
    return List.of("text", "json");
  }
}
