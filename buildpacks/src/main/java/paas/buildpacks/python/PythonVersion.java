package paas.buildpacks.python;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Tool;
import paas.buildpacks.source.FirstLine;

/**
 * The Python that an app gets.
 *
 * @param oldest that the app runs on, for a machine that has one of its own
 */
record PythonVersion(BuildPlan.Version version, String oldest) {
  private static final List<String> FILES = List.of(".python-version", "runtime.txt");

  /**
   * What people ask for.
   *
   * @param requires requires-python of pyproject.toml
   */
  static PythonVersion of(AppSource app, Versions.Line line, Optional<String> requires) {
    Optional<Wish> asked =
        FILES.stream()
            .flatMap(file -> Wish.inFile(app.tree(), file).stream())
            .findFirst()
            .or(() -> requires.map(PythonVersion::required));
    Versions.Chosen chosen = line.choose(app, asked, Reading.PESSIMISTIC);
    return new PythonVersion(chosen.version(), chosen.oldest());
  }

  private static Wish required(String range) {
    return new Wish(range, Pyproject.FILE, 0, "requires-python \"" + FirstLine.shown(range) + "\"");
  }

  Tool tool() {
    boolean asked = !version.source().equals("default");
    return new Tool(
        "python3",
        asked ? List.of("python" + version.version(), "python3") : List.of("python3"),
        List.of("-c", "import ensurepip, platform, venv; print(platform.python_version())"),
        oldest,
        "Install the Debian packages python3 and python3-venv.");
  }
}
