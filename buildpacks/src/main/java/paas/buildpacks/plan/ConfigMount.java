package paas.buildpacks.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the steps of a build in a container see the app's config: as a file that is mounted while a
 * step runs and is in no layer. BuildKit does not look into it to tell whether a step has to run
 * again, so its command carries a key that changes when what concerns it does.
 *
 * @param ofTools the key of a step that reads what it names
 * @param whole the key of a step that may read anything
 */
public record ConfigMount(String ofTools, String whole) {
  /** The name of the secret. */
  public static final String ID = "paas-config";

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{1,64}");
  private static final Pattern TOLD =
      Pattern.compile(
          "(?s)\\[\"sh\",\"-c\",\"\\. /run/secrets/"
              + ID
              + "; exec \\\\?\"\\$@\\\\?\"\",\"[0-9a-f]+\",(.*)");
  private static final List<String> WRAPPER =
      List.of("sh", "-c", ". /run/secrets/" + ID + "; exec \"$@\"");

  public ConfigMount {
    for (String key : List.of(ofTools, whole)) {
      if (!KEY.matcher(key).matches()) {
        throw new IllegalArgumentException("key: " + key);
      }
    }
  }

  String mount() {
    return "--mount=type=secret,id=" + ID + " ";
  }

  List<String> around(BuildStep step, List<String> command) {
    List<String> all = new ArrayList<>(WRAPPER);
    all.add(step.needsWholeTree() ? whole : ofTools);
    all.addAll(command);
    return all;
  }

  /**
   * The command that a step was given, out of what runs.
   *
   * @param arguments in JSON form, or as BuildKit tells them, without a mark before inner quotes
   */
  public static String within(String arguments) {
    Matcher parts = TOLD.matcher(arguments);
    return parts.matches() ? "[" + parts.group(1) : arguments;
  }
}
