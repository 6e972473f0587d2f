package paas.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import paas.buildpacks.bom.Bom;
import paas.buildpacks.plan.BuildPlan;

/** Reads what a tree's lock files name, before the build changes the tree. */
final class Bill {
  private static final int LARGEST = 16 << 20;

  private Bill() {}

  /**
   * The bill of materials of an app.
   *
   * @param source the exported tree; its links are not followed
   */
  static String of(Path source, BuildPlan plan, String app, String commit) {
    return Bom.of(name -> text(source.resolve(name)), plan, app, commit, Instant.now());
  }

  private static Optional<String> text(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      return bytes.length > LARGEST
          ? Optional.empty()
          : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Whoever needs it says so; a list that lacks it is better than no deploy.
      return Optional.empty();
    }
  }
}
