package paas.buildpacks.language;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.language.Versions.Chosen;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.DottedNumber;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;

/** Turns what an app asks for into a version that is offered. */
record Choice(Versions.Line line, Wish wish, Reading reading) {
  private static final Pattern ANY =
      Pattern.compile("|\\*|x|X|latest|current|node|stable|lts|lts/\\*");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}(?:\\.\\d{1,4}){0,2}");

  /** A floor: {@code 17}, {@code temurin-21.0.4+7}, {@code 1.8} of Java's old way to count. */
  private static final Pattern FLOOR =
      Pattern.compile("(?:[a-z]+-)?(?:1\\.(?=[5-8]\\b))?(\\d{1,4}(?:\\.\\d{1,4}){0,2})(?:\\D.*)?");

  Chosen made() {
    return reading.isFloor() ? atLeast() : inRange();
  }

  private Chosen inRange() {
    String known = line.aliases().getOrDefault(plain().toLowerCase(Locale.ROOT), plain());
    if (ANY.matcher(known).matches()) {
      return chosen(line.standard(), line.localMinimum());
    }
    List<String> allowed =
        VersionRange.read(known, reading)
            .map(range -> line.offered().stream().filter(range::allows).toList())
            .orElse(List.of());
    if (allowed.isEmpty()) {
      throw notOffered();
    }
    String best = allowed.contains(line.standard()) ? line.standard() : allowed.getLast();
    return chosen(best, allowed.getFirst());
  }

  private Chosen atLeast() {
    Matcher number = FLOOR.matcher(plain());
    String floor = number.matches() ? number.group(1) : "";
    String start = reading == Reading.FLOOR ? line.standard() : line.offered().getFirst();
    String version =
        line.offered().stream()
            .filter(offered -> !floor.isEmpty() && isBefore(start, offered))
            .filter(offered -> isBefore(cut(floor, offered), offered))
            .findFirst()
            .orElseThrow(this::notOffered);
    String oldest = cut(floor, version); // a machine's own may lack the newest fixes
    return chosen(version, isBefore(oldest, line.localMinimum()) ? line.localMinimum() : oldest);
  }

  private static boolean isBefore(String one, String other) {
    return DottedNumber.compare(one, other) <= 0;
  }

  /** As many numbers as the other has: 1.26.3 is of the line 1.26. */
  private static String cut(String version, String like) {
    List<String> numbers = List.of(version.split("\\."));
    return String.join(".", numbers.subList(0, Math.min(numbers.size(), like.split("\\.").length)));
  }

  private Chosen chosen(String version, String oldest) {
    return new Chosen(new BuildPlan.Version(tool(), version, wish.source()), oldest);
  }

  private String tool() {
    return Objects.requireNonNull(line.tool());
  }

  /** Without the tool's own name before it: {@code python-3.13.1}, {@code cpython-3.13}. */
  private String plain() {
    String stripped = wish.text().strip();
    return stripped.replaceFirst("^(?i)c?" + Pattern.quote(tool()) + "-?(?=[v\\d])", "");
  }

  private BrokenSource notOffered() {
    Optional<String> asked =
        Optional.of(plain().replaceFirst("^v", "")).filter(t -> NUMBER.matcher(t).matches());
    String ended =
        asked.flatMap(this::end).map(day -> ": its makers mended it until " + day).orElse("");
    String nearest =
        asked
            .map(this::nearest)
            .map(near -> "The nearest that is offered is " + near + ": ask for one of ")
            .orElse("Ask for one of ");
    return new BrokenSource(
        wish.file(),
        wish.line(),
        "asks for %s \"%s\", which is not offered%s"
            .formatted(line.name(), FirstLine.shown(wish.text()), ended),
        nearest + String.join(", ", line.offered()) + ".");
  }

  private Optional<String> end(String version) {
    return Optional.ofNullable(line.ends()).orElse(Map.of()).keySet().stream()
        .filter(known -> cut(version, known).equals(known))
        .findFirst()
        .flatMap(line::end)
        .map(Object::toString);
  }

  private String nearest(String version) {
    return line.offered().stream()
        .filter(offered -> isBefore(version, offered))
        .findFirst()
        .orElse(line.offered().getLast());
  }
}
