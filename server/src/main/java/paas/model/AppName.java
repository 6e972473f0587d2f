package paas.model;

import java.util.Set;
import java.util.regex.Pattern;

/** An app's name: what users type, a host label and never part of a path. */
public record AppName(String value) implements Comparable<AppName> {
  public static final String RULE =
      "a name has 2 to 40 characters: a-z, 0-9 and '-', starting with a letter, not ending in '-'";

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,38}[a-z0-9]");
  private static final Set<String> RESERVED =
      Set.of("admin", "api", "dashboard", "git", "localhost", "paas", "platform", "root", "www");

  public AppName {
    if (!isWellFormed(value)) {
      throw UserError.usage("'" + Printable.of(value) + "' is not an app name", RULE);
    }
    if (RESERVED.contains(value)) {
      throw UserError.usage("'" + value + "' is reserved", "choose another name; " + RULE);
    }
  }

  public static boolean isWellFormed(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public int compareTo(AppName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
