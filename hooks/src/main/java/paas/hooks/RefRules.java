package paas.hooks;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;

/** Which refs a push may name: git itself allows branches called {@code $(id)} or {@code -x}. */
final class RefRules {
  private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");

  /** What a ref of a push is. */
  sealed interface Ruling {
    record Branch(String name) implements Ruling {}

    record Tag() implements Ruling {}

    record Refused(String reason) implements Ruling {}
  }

  private RefRules() {}

  static Ruling judge(String ref) {
    if (ref.startsWith(Constants.R_TAGS)) {
      return new Ruling.Tag();
    }
    if (!ref.startsWith(Constants.R_HEADS)) {
      return new Ruling.Refused("only branches can be pushed, for example: git push paas main");
    }
    String name = ref.substring(Constants.R_HEADS.length());
    if (!isBranchName(name)) {
      return new Ruling.Refused(
          "a branch name here has up to 100 letters, digits and . _ - / and starts with a letter or digit");
    }
    return new Ruling.Branch(name);
  }

  /**
   * What a client sees of a repository: its branches, and HEAD for the one that a clone checks out.
   */
  static Map<String, Ref> branches(Map<String, Ref> refs) {
    return refs.entrySet().stream()
        .filter(ref ->
            ref.getKey().startsWith(Constants.R_HEADS) || ref.getKey().equals(Constants.HEAD))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  static boolean isBranchName(String name) {
    return BRANCH.matcher(name).matches() && !name.contains("..");
  }
}
