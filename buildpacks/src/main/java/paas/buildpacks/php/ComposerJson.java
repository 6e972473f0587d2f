package paas.buildpacks.php;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.language.Wish;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/**
 * What a composer.json says that matters to a build.
 *
 * @param packages that it requires, and those that its lock file installs
 * @param extensions of PHP that it requires
 * @param readsTree true where packages lie in the app's own folder
 */
record ComposerJson(
    Optional<Wish> php, List<String> packages, List<String> extensions, boolean readsTree) {
  static final String FILE = "composer.json";
  static final String LOCK = "composer.lock";
  static final ComposerJson NONE = new ComposerJson(Optional.empty(), List.of(), List.of(), false);

  private static final Pattern EXTENSION = Pattern.compile("ext-[a-z0-9_]{1,30}");

  static ComposerJson read(SourceTree tree) {
    Optional<String> text = tree.read(FILE);
    if (text.isEmpty()) {
      return NONE;
    }
    JsonNode root = Json.object(FILE, text.get());
    JsonNode required = Json.child(FILE, root, "require");
    JsonNode platform = Json.child(FILE, Json.child(FILE, root, "config"), "platform");
    List<String> names = new ArrayList<>();
    required.fieldNames().forEachRemaining(name -> names.add(name.toLowerCase(Locale.ROOT)));
    List<String> extensions =
        names.stream()
            .filter(name -> EXTENSION.matcher(name).matches())
            .map(name -> name.substring("ext-".length()))
            .toList();
    List<String> packages = new ArrayList<>(names);
    tree.read(LOCK)
        .map(lock -> Json.object(LOCK, lock))
        .ifPresent(
            lock -> lock.path("packages").forEach(p -> packages.add(p.path("name").asText())));
    return new ComposerJson(
        php(platform, required), packages, extensions, readsTree(root.path("repositories")));
  }

  boolean has(String name) {
    return packages.contains(name);
  }

  /** The platform is what the lock file was made for. */
  private static Optional<Wish> php(JsonNode platform, JsonNode required) {
    @Nullable String exact = Json.text(FILE, platform, "php");
    @Nullable String asked = exact == null ? Json.text(FILE, required, "php") : exact;
    String where = exact == null ? "require" : "platform";
    return Optional.ofNullable(asked)
        .map(range -> new Wish(range, FILE, 0, where + " \"" + FirstLine.shown(range) + "\""));
  }

  private static boolean readsTree(JsonNode repositories) {
    for (JsonNode repository : repositories) {
      String type = repository.path("type").asText();
      if (type.equals("path") || type.equals("artifact")) {
        return true;
      }
    }
    return false;
  }
}
