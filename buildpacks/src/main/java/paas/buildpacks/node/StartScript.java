package paas.buildpacks.node;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What scripts.start comes to, seen through scripts that only name another. */
final class StartScript {
  /** A server for those who develop, which needs all packages and rebuilds as files change. */
  private static final Pattern FOR_DEVELOPERS =
      Pattern.compile(
          "(?:next dev|nuxt|nuxi|astro|vite|react-scripts start|ng serve|vue-cli-service"
              + " serve|gatsby|(?:@11ty/)?eleventy|nest"
              + " start|remix|react-router|svelte-kit|docusaurus|parcel|webpack"
              + " serve|webpack-dev-server|wrangler|nx (?:serve|dev|run"
              + " \\S+:(?:serve|dev)))(?: .*)?");

  private static final Pattern NAMES_ANOTHER =
      Pattern.compile("(?:npm run|npm|yarn run|yarn|pnpm run|pnpm|bun run) ([A-Za-z0-9:_-]{1,60})");
  private static final Pattern BEFORE_A_COMMAND =
      Pattern.compile(
          "^(?:(?:npx|cross-env|bunx|pnpm exec|yarn exec) +(?:--yes +)?|[A-Z_][A-Z0-9_]*=\\S* +)+");
  private static final int MOST_NAMES = 4;

  /** Programs that are called otherwise than their packages. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "tsc", "typescript",
          "nest", "@nestjs/cli",
          "ng", "@angular/cli",
          "remix-serve", "@remix-run/serve",
          "react-router-serve", "@react-router/serve",
          "dotenv", "dotenv-cli",
          "babel-node", "@babel/node",
          "fastify", "fastify-cli",
          "sls", "serverless");

  private StartScript() {}

  /** True if what starts is no server for the world. */
  static boolean isForDevelopers(PackageJson json) {
    return resolved(json)
        .map(line -> BEFORE_A_COMMAND.matcher(line).replaceFirst(""))
        .filter(line -> FOR_DEVELOPERS.matcher(line).matches())
        .filter(line -> !line.matches("remix-serve.*|react-router-serve.*|gatsby serve.*"))
        .isPresent();
  }

  /** The first package of those for developers that a command line calls a program of. */
  static Optional<String> needsOfDevelopers(PackageJson json, String line) {
    List<String> words = Arrays.asList(see(json, line).split("[\\s;&|()]+", -1));
    return words.stream()
        .map(word -> PACKAGES.getOrDefault(word, word))
        .filter(json::namesForDevelopers)
        .findFirst();
  }

  private static Optional<String> resolved(PackageJson json) {
    return json.script("start").map(line -> see(json, line));
  }

  private static String see(PackageJson json, String line) {
    String seen = line.strip();
    for (int i = 0; i < MOST_NAMES; i++) {
      Matcher matcher = NAMES_ANOTHER.matcher(seen);
      Optional<String> other =
          matcher.matches() ? json.script(matcher.group(1)) : Optional.<String>empty();
      if (other.isEmpty()) {
        return seen;
      }
      seen = other.get().strip();
    }
    return seen;
  }
}
