package paas.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import paas.buildpacks.plan.LocalBuild;
import paas.buildpacks.plan.Recipe;
import paas.engine.BuildConfig;

/**
 * What a step makes, named by all that it is made from.
 *
 * @param key hex
 * @param outputs names in the app's folder; none where all that it does is to fill caches
 * @param caches absolute, the folders that it fills
 */
record Layer(String key, List<String> outputs, List<Path> caches) {
  /** In a cache, the marks of the steps that filled it. */
  private static final String MARKS = ".paas-steps";

  /** In paths that may stand in a sed expression. */
  private static final String PLAIN_PATH = "[A-Za-z0-9_./-]+";

  /** Empty for a step that may read anything, which has to run each time. */
  static Optional<Layer> of(
      LocalBuild.LocalStep step,
      Path folder,
      List<Toolchain.Found> tools,
      Map<String, String> config)
      throws IOException {
    boolean fit =
        !step.inputs().contains(Recipe.WHOLE_TREE)
            && !(step.outputs().isEmpty() && step.cacheFolders().isEmpty())
            && folder.toString().matches(PLAIN_PATH);
    if (!fit) {
      return Optional.empty();
    }
    MessageDigest digest = sha256();
    add(
        digest,
        step.commands() + " " + new TreeMap<>(step.env()) + " " + BuildConfig.ofTools(config));
    for (Toolchain.Found found : tools) {
      add(digest, found.program() + " " + found.version());
    }
    for (String input : step.inputs()) {
      Path file = folder.resolve(input);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      add(digest, input);
      digest.update(Files.readAllBytes(file));
    }
    List<Path> caches = step.cacheFolders().stream().map(Path::of).toList();
    return Optional.of(
        new Layer(HexFormat.of().formatHex(digest.digest()), step.outputs(), caches));
  }

  /** Whether nothing of it lies in the app's folder. */
  boolean isInCaches() {
    return outputs.isEmpty();
  }

  /** Files that say that the step filled these caches, each in the cache that it speaks of. */
  List<Path> marks() {
    return caches.stream().map(cache -> cache.resolve(MARKS).resolve(key)).toList();
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
