package paas.buildpacks.plan;

import paas.buildpacks.source.SourceText;

/**
 * A file that the platform adds to the app's tree before it is built, after {@code .dockerignore}
 * was applied.
 *
 * @param path under {@code .paas/}
 * @param content text
 */
public record AddedFile(String path, String content) {
  public AddedFile {
    if (!path.startsWith(".paas/") || !SourceText.isHarmlessPath(path)) {
      throw new IllegalArgumentException("not a path for an added file: " + path);
    }
  }
}
