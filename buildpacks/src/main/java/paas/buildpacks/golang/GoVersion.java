package paas.buildpacks.golang;

import java.util.Comparator;
import java.util.Optional;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Said;
import paas.buildpacks.language.ToolVersions;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.DottedNumber;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;

/**
 * The Go that builds an app: what it names, else the usual one if that is new enough, because a
 * newer release builds what an older one did.
 *
 * @param oldest that a machine's own may be
 */
record GoVersion(BuildPlan.Version version, String oldest) {
  private static final String OWN_FILE = ".go-version";

  static GoVersion of(AppSource app, GoSource source, Versions.Line line) {
    Optional<GoFloor> floor =
        source.floors().max(Comparator.comparing(GoFloor::release, DottedNumber::compare));
    Optional<Said> said =
        app.corrections()
            .version("go")
            .or(() -> FirstLine.of(app.tree(), OWN_FILE).map(v -> new Said(v, OWN_FILE, 0)))
            .or(() ->
                ToolVersions.of(app.tree(), "golang", "go")
                    .map(v -> new Said(v, ToolVersions.FILE, 0)));
    return said.map(asked -> named(asked, floor, line)).orElseGet(() -> atLeast(floor, line));
  }

  private static GoVersion named(Said asked, Optional<GoFloor> floor, Versions.Line line) {
    String release = GoFloor.release(asked.value()).orElse("");
    if (!line.offered().contains(release)) {
      throw notOffered(asked.origin(), asked.line(), asked.value(), line);
    }
    floor
        .filter(f -> DottedNumber.compare(f.release(), release) > 0)
        .ifPresent(f -> {
          throw new BrokenSource(
              asked.origin(),
              asked.line(),
              "asks for Go " + release + ", and " + f.file() + " for " + f.release() + " or newer",
              "Let them agree.");
        });
    String shown = asked.origin() + " \"" + FirstLine.shown(asked.value()) + "\"";
    return new GoVersion(new BuildPlan.Version("go", release, shown), release);
  }

  private static GoVersion atLeast(Optional<GoFloor> asked, Versions.Line line) {
    if (asked.isEmpty()) {
      return new GoVersion(
          new BuildPlan.Version("go", line.standard(), "default"), line.localMinimum());
    }
    GoFloor floor = asked.get();
    String source = floor.file() + " \"" + floor.release() + "\" or newer";
    boolean usual = DottedNumber.compare(floor.release(), line.standard()) <= 0;
    if (!usual && !line.offered().contains(floor.release())) {
      throw notOffered(floor.file(), floor.line(), floor.release(), line);
    }
    String version = usual ? line.standard() : floor.release();
    return new GoVersion(new BuildPlan.Version("go", version, source), floor.release());
  }

  private static BrokenSource notOffered(String file, int at, String asked, Versions.Line line) {
    return new BrokenSource(
        file,
        at,
        "asks for Go " + FirstLine.shown(asked) + ", which is not offered",
        "Offered are " + line.offered().getFirst() + " to " + line.offered().getLast() + ".");
  }
}
