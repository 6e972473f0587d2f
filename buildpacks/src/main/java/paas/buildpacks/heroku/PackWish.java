package paas.buildpacks.heroku;

import java.util.List;
import paas.buildpacks.plan.Buildpacks.Stack;

/**
 * What is said of buildpacks outside of the repository.
 *
 * @param sources set for the app, in their order; empty for none
 * @param registry where OWNER/NAME lies: "https://github.com"
 * @param stack where buildpacks run
 */
public record PackWish(List<String> sources, String registry, Stack stack) {
  public static final String GITHUB = "https://github.com";

  /** Nothing. */
  public static final PackWish NONE = new PackWish(List.of(), GITHUB, Stack.DEFAULT);

  public PackWish {
    sources = List.copyOf(sources);
  }

  /** The same, with those of an app. */
  public PackWish of(List<String> others) {
    return new PackWish(others, registry, stack);
  }
}
