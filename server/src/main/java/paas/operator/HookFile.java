package paas.operator;

import java.nio.file.Path;

/**
 * One program of a point.
 *
 * @param path of the program
 * @param problem why it is not run, continuing its name; empty when it is run
 * @param remedy what makes it run
 */
public record HookFile(HookPoint point, Path path, String problem, String remedy) {
  static HookFile fit(HookPoint point, Path path) {
    return new HookFile(point, path, "", "");
  }

  public boolean runs() {
    return problem.isEmpty();
  }

  /** {@code pre-build.d/10-scan}. */
  public String name() {
    return point.folder() + "/" + path.getFileName();
  }
}
