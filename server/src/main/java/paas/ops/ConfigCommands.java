package paas.ops;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about an app's config, and what they answer. */
public final class ConfigCommands {
  private ConfigCommands() {}

  public record ShowConfig(AppName app) implements Command<SortedMap<String, String>> {}

  /**
   * Sets and unsets keys in one change.
   *
   * @param restart false: the running release keeps its config until the next deploy
   */
  public record ChangeConfig(
      AppName app, Map<String, String> set, Set<String> unset, boolean restart)
      implements Command<ConfigChanged> {}

  /**
   * A change that was written.
   *
   * @param changed the keys whose value is another one now
   * @param roll the deploy that brings it to the processes; null when there is none
   */
  public record ConfigChanged(Set<String> changed, int version, @Nullable Roll roll) {}
}
