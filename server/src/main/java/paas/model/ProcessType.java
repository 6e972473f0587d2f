package paas.model;

import java.util.regex.Pattern;

/** A key of the Procfile: an RFC 1123 label. */
public record ProcessType(String value) implements Comparable<ProcessType> {
  // First, for the constants after it are checked against it.
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public static final ProcessType WEB = new ProcessType("web");

  /** Commands of a deploy in the order in which it runs them; no processes. */
  public static final ProcessType PREDEPLOY = new ProcessType("predeploy");

  public static final ProcessType RELEASE = new ProcessType("release");
  public static final ProcessType POSTDEPLOY = new ProcessType("postdeploy");

  /** Of one-off processes. */
  public static final ProcessType RUN = new ProcessType("run");

  public ProcessType {
    if (!FORM.matcher(value).matches()) {
      throw UserError.usage(
          "'" + Printable.of(value) + "' is not a process type",
          "a type has a-z, 0-9 and '-', such as web or worker");
    }
  }

  /** Whether it is run once by a deploy and never kept running. */
  public boolean isDeployCommand() {
    return equals(PREDEPLOY) || equals(RELEASE) || equals(POSTDEPLOY);
  }

  /** web first, then by name. */
  @Override
  public int compareTo(ProcessType other) {
    boolean web = equals(WEB);
    return web == other.equals(WEB) ? value.compareTo(other.value) : web ? -1 : 1;
  }

  @Override
  public String toString() {
    return value;
  }
}
