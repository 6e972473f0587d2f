package paas.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that every verb understands. */
public final class Flags {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "json, for programs, instead of text")
  String format = "text";

  @Option(names = "--quiet", description = "leave out headers and steps")
  boolean quiet;

  @Option(names = "--force", description = "do not ask")
  boolean force;

  @Option(
      names = "--confirm",
      paramLabel = "APP",
      description = "do not ask: the name of what is to be lost")
  @Nullable String confirm;

  @Option(names = "--no-color", description = "no colour, on a terminal either")
  boolean noColor;

  @Option(
      names = {"-h", "--help"},
      description = "show what the verb does and takes")
  boolean help;

  public boolean quiet() {
    return quiet;
  }

  public boolean force() {
    return force;
  }

  public boolean json() {
    return format.equals("json");
  }

  /** As asked for; {@code text} when nothing was. */
  public String format() {
    return format;
  }
}
