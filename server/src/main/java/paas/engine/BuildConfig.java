package paas.engine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;

/** What the steps of a build see of the app's config. */
public final class BuildConfig {
  private static final Pattern OF_TOOLS =
      Pattern.compile(
          "npm_|node_|yarn_|pnpm_|bun_|deno_|pip_|uv_|poetry_|pdm_|pipenv_|python|bundle_|gem_"
              + "|composer_|mix_|hex_|cargo|rust|go[a-z]*$|cgo_|nuget_|dotnet_|cc$|cxx$"
              + "|[a-z]*flags$|[a-z_]*proxy$",
          Pattern.CASE_INSENSITIVE);

  /** Where the build is, which no config may move. */
  private static final Set<String> OF_THE_PLACE = Set.of("PATH", "HOME", "PWD", "SHELL");

  private static final String MAC = "HmacSHA256";

  private BuildConfig() {}

  /** The config that package managers read; what is the app's alone changes nothing of theirs. */
  public static Map<String, String> ofTools(Map<String, String> config) {
    Map<String, String> found = new TreeMap<>(config);
    found.keySet().removeIf(key -> !OF_TOOLS.matcher(key).lookingAt());
    return found;
  }

  /** What a recipe's steps in an image see: what the recipe itself sets is not to be changed. */
  public static Map<String, String> ofSteps(Map<String, String> config, Recipe recipe) {
    Map<String, String> seen = new TreeMap<>(config);
    seen.keySet().removeAll(OF_THE_PLACE);
    Stream.of(recipe.env(), recipe.buildEnv()).map(Map::keySet).forEach(seen.keySet()::removeAll);
    recipe.steps().stream()
        .flatMap(step -> step.caches().stream())
        .map(BuildStep.Cache::variable)
        .forEach(seen::remove);
    return seen;
  }

  /** Lines by which a shell sets these variables, whatever the values hold. */
  public static String exports(Map<String, String> config) {
    return config.entrySet().stream()
        .map(pair ->
            "export " + pair.getKey() + "=" + ShellWords.quoted(List.of(pair.getValue())) + "\n")
        .collect(Collectors.joining());
  }

  /**
   * The same for the same config, and for no other.
   *
   * @param secret without it nobody can try out values: the result stands in the image's history
   */
  public static String key(byte[] secret, String scope, Map<String, String> config) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(secret, MAC));
      String text = scope + "\n" + exports(new TreeMap<>(config));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
