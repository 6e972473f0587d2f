package paas.engine;

import java.util.List;

/** A build that ended badly, in one sentence, with what to do next. */
public final class BuildFailed extends Exception {
  private static final long serialVersionUID = 1;
  private final String remedy;
  private final transient List<String> lastLines;

  public BuildFailed(String reason, String remedy) {
    this(reason, remedy, List.of());
  }

  /**
   * A step that failed.
   *
   * @param lastLines what it wrote last
   */
  public BuildFailed(String reason, String remedy, List<String> lastLines) {
    super(reason);
    this.remedy = remedy;
    this.lastLines = List.copyOf(lastLines);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }

  public String remedy() {
    return remedy;
  }

  public List<String> lastLines() {
    return lastLines;
  }
}
