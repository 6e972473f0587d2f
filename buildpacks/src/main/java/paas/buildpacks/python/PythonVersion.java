package paas.buildpacks.python;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.ToolVersions;
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

  /** A range that a file asks for. */
  record Asked(Wish wish, Reading reading) {

    /**
     * In the way of Python itself.
     *
     * @param text as it is written there
     */
    static Asked range(String file, String range, String source, String text) {
      String shown = source + " \"" + FirstLine.shown(text) + "\"";
      return new Asked(new Wish(range, file, 0, shown), Reading.PESSIMISTIC);
    }

    /** Poetry writes {@code ^3.11} for at least that and less than 4, {@code ~3.11} for 3.11. */
    static Asked ofPoetry(String file, String text) {
      String shown = "python \"" + FirstLine.shown(text) + "\"";
      return new Asked(new Wish(text, file, 0, shown), Reading.SEMVER);
    }
  }

  /**
   * What people ask for.
   *
   * @param requires what the file says that names the packages
   */
  static PythonVersion of(AppSource app, Versions.Line line, Optional<Asked> requires) {
    Optional<Wish> own =
        FILES.stream()
            .flatMap(file -> Wish.inFile(app.tree(), file).stream())
            .findFirst()
            .or(() ->
                ToolVersions.of(app.tree(), "python")
                    .map(version -> Wish.in(ToolVersions.FILE, version)));
    Reading reading =
        own.isPresent()
            ? Reading.PESSIMISTIC
            : requires.map(Asked::reading).orElse(Reading.PESSIMISTIC);
    Versions.Chosen chosen = line.choose(app, own.or(() -> requires.map(Asked::wish)), reading);
    return new PythonVersion(chosen.version(), chosen.oldest());
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
