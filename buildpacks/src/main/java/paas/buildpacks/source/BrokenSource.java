package paas.buildpacks.source;

import java.io.Serial;

/**
 * A file of the app is wrong. The sentence for a person is file, line, problem, remedy: {@code
 * package.json line 3: is not valid JSON (...). Remove the comma.}
 */
public final class BrokenSource extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final String problem;
  private final String remedy;

  /**
   * @param line 1-based, 0 where no line can be named
   * @param problem continues the file's name: "is empty"
   * @param remedy a whole sentence
   */
  public BrokenSource(String file, int line, String problem, String remedy) {
    super(file + (line > 0 ? " line " + line : "") + " " + plain(problem) + ". " + plain(remedy));
    this.file = file;
    this.line = line;
    this.problem = plain(problem);
    this.remedy = plain(remedy);
  }

  /** What is repeated of an app's file must not steer a terminal, nor turn a line around. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
  }

  public String file() {
    return file;
  }

  /** The line, from 1; 0 where none can be named. */
  public int line() {
    return line;
  }

  public String problem() {
    return problem;
  }

  public String remedy() {
    return remedy;
  }
}
