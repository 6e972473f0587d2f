package paas.buildpacks.plan;

import java.util.List;
import java.util.regex.Pattern;
import paas.buildpacks.source.SourceText;

/**
 * One step of a build: fixed commands, never a shell line.
 *
 * @param role what it is for, so that a person's own command can take its place
 * @param title for people: "npm ci"
 * @param needs the files it reads, so that it is repeated only when they change; {@link
 *     Recipe#WHOLE_TREE} where it may read any
 * @param commands argument lists, run in the app's folder; {@code {cache}/NAME} stands for the
 *     place of a cache
 * @param caches folders that live longer than the build
 * @param makes paths in the app that it creates
 */
public record BuildStep(
    Role role,
    String title,
    List<String> needs,
    List<List<String>> commands,
    List<Cache> caches,
    List<String> makes) {

  /** What a step is for, in the order in which steps stand. */
  public enum Role {
    /** Brings a tool that the image lacks. */
    TOOL,
    /** Brings the packages that the app names. */
    INSTALL,
    /** Makes what is started or served. */
    BUILD,
    /** Takes away what only the build needed. */
    TRIM
  }

  /** In a command, the folder that holds the caches. */
  public static final String CACHE_FOLDER = "{cache}";

  public BuildStep {
    needs = List.copyOf(needs);
    commands = commands.stream().map(List::copyOf).toList();
    caches = List.copyOf(caches);
    makes = List.copyOf(makes);
    for (String path : needs) {
      if (!path.equals(Recipe.WHOLE_TREE) && !SourceText.isHarmlessPath(path)) {
        throw new IllegalArgumentException("not a path that is safe to copy: " + path);
      }
    }
    for (List<String> command : commands) {
      if (command.isEmpty() || command.stream().anyMatch(BuildStep::hasControl)) {
        throw new IllegalArgumentException("not a command: " + title);
      }
    }
  }

  public boolean needsWholeTree() {
    return needs.contains(Recipe.WHOLE_TREE);
  }

  private static boolean hasControl(String argument) {
    return argument.chars().anyMatch(Character::isISOControl);
  }

  /**
   * A folder that is kept from build to build.
   *
   * @param name also the folder's name: "npm"
   * @param variable the environment variable that tells the tool its place
   */
  public record Cache(String name, String variable) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,30}");

    public Cache {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("cache name: " + name);
      }
    }
  }
}
