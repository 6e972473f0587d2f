package paas.model;

import java.util.Comparator;

/** One process of a formation, as users name it: {@code web.1}. The index starts at 1. */
public record ProcessName(ProcessType type, int index) implements Comparable<ProcessName> {
  /** One-off processes are run.1001 to run.9999, beyond what any formation can hold. */
  public static final int FIRST_ONE_OFF = 1001;

  public static final int LAST_ONE_OFF = 9999;

  private static final Comparator<ProcessName> ORDER =
      Comparator.comparing(ProcessName::type).thenComparingInt(ProcessName::index);

  public ProcessName {
    if (index < 1) {
      throw new IllegalArgumentException("process index " + index);
    }
  }

  /** Reads {@code web.1}; anything else is a usage error. */
  public static ProcessName parse(String text) {
    int dot = text.lastIndexOf('.');
    if (dot < 1 || !text.substring(dot + 1).matches("[1-9][0-9]{0,3}")) {
      throw UserError.usage(
          "'" + Printable.of(text) + "' is not a process", "name one as TYPE.N, such as web.1");
    }
    return new ProcessName(
        new ProcessType(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
  }

  public static ProcessName oneOff(int number) {
    return new ProcessName(ProcessType.RUN, number);
  }

  /** Whether it belongs to no formation: deploys, scaling and restarts leave it alone. */
  public boolean isOneOff() {
    return type.equals(ProcessType.RUN) && index >= FIRST_ONE_OFF;
  }

  @Override
  public int compareTo(ProcessName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return type + "." + index;
  }
}
