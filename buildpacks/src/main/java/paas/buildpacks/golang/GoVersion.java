package paas.buildpacks.golang;

import java.util.Comparator;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Reading;
import paas.buildpacks.language.ToolVersions;
import paas.buildpacks.language.Versions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.plan.DottedNumber;
import paas.buildpacks.source.BrokenSource;

/**
 * The Go that builds an app: what it names, else the usual one if that is new enough, because a
 * newer release builds what an older one did.
 */
final class GoVersion {
  private GoVersion() {}

  static Versions.Chosen of(AppSource app, GoSource source, Versions.Line line) {
    Optional<GoFloor> floor =
        source.floors().max(Comparator.comparing(GoFloor::release, DottedNumber::compare));
    Optional<Wish> named =
        Wish.inFile(app.tree(), ".go-version")
            .or(() ->
                ToolVersions.of(app.tree(), "golang", "go")
                    .map(text -> Wish.in(ToolVersions.FILE, text)));
    if (named.isEmpty() && app.corrections().version("go").isEmpty()) {
      return line.choose(app, floor.map(GoVersion::wish), Reading.FLOOR);
    }
    Versions.Chosen chosen = line.choose(app, named, Reading.SEMVER);
    floor.ifPresent(f -> check(chosen, f));
    return chosen;
  }

  private static Wish wish(GoFloor floor) {
    return new Wish(
        floor.release(),
        floor.file(),
        floor.line(),
        floor.file() + " \"" + floor.release() + "\" or newer");
  }

  /** Go itself would refuse, after the image is pulled. */
  private static void check(Versions.Chosen chosen, GoFloor floor) {
    String release = chosen.version().version();
    if (DottedNumber.compare(floor.release(), release) > 0) {
      throw new BrokenSource(
          floor.file(),
          floor.line(),
          "asks for Go "
              + floor.release()
              + " or newer, and "
              + chosen.version().source()
              + " names "
              + release,
          "Let them agree.");
    }
  }
}
