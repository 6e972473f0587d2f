package paas.buildpacks;

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
    super(file + (line > 0 ? " line " + line : "") + " " + problem + ". " + remedy);
    this.file = file;
    this.line = line;
    this.problem = problem;
    this.remedy = remedy;
  }

  public Detection.Broken asDetection() {
    return new Detection.Broken(file, line, problem, remedy);
  }
}
