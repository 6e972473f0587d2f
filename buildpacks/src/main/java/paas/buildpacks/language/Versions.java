package paas.buildpacks.language;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.BuildPlan;

/** The table of offered versions, {@code versions.json}: the one place to raise them. */
public record Versions(Map<String, Line> tools) {

  /**
   * The versions of one tool.
   *
   * @param tool as people ask for it: "node"
   * @param name for people: "Node.js"
   * @param standard used where the app asks for none
   * @param offered oldest first
   * @param image official name, with {version}; null for a tool that the build itself brings
   * @param aliases other names of offered versions
   * @param localMinimum the oldest that builds without images accept
   * @param ends the last day on which a version is mended by its makers, 2028-04-30; also of some
   *     that are not offered
   */
  public record Line(
      @Nullable String tool,
      @Nullable String name,
      @JsonProperty("default") String standard,
      List<String> offered,
      @Nullable String image,
      Map<String, String> aliases,
      String localMinimum,
      @Nullable Map<String, String> ends) {

    public String imageOf(String version) {
      return Objects.requireNonNull(image).replace("{version}", version);
    }

    /**
     * The version that an app gets: the one that its people ask for beside it, else the one that
     * its files ask for, else the usual one.
     *
     * @throws paas.buildpacks.source.BrokenSource if it is not offered
     */
    public Chosen choose(AppSource app, Optional<Wish> inFiles, Reading reading) {
      Optional<Wish> corrected = Wish.corrected(app, Objects.requireNonNull(tool));
      // Who names a version beside the app means that one, and not the oldest that would do.
      Reading meant = corrected.isPresent() && reading.isFloor() ? Reading.SEMVER : reading;
      return corrected
          .or(() -> inFiles)
          .map(wish -> new Choice(this, wish, meant).made())
          .orElseGet(
              () -> new Chosen(new BuildPlan.Version(tool, standard, "default"), localMinimum));
    }

    Optional<LocalDate> end(String version) {
      return Optional.ofNullable(ends).map(days -> days.get(version)).map(LocalDate::parse);
    }

    private Line called(String key) {
      String shown = name == null ? key : name;
      return new Line(key, shown, standard, offered, image, aliases, localMinimum, ends);
    }
  }

  /**
   * A version that an app gets.
   *
   * @param oldest that would do, for a machine that has one of its own
   */
  public record Chosen(BuildPlan.Version version, String oldest) {}

  public static Versions load() {
    try (InputStream in = Versions.class.getResourceAsStream("versions.json")) {
      var read =
          new ObjectMapper()
              .readValue(Objects.requireNonNull(in), new TypeReference<Map<String, Line>>() {});
      var lines = new LinkedHashMap<String, Line>();
      read.forEach((tool, line) -> lines.put(tool, line.called(tool)));
      return new Versions(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Line of(String tool) {
    return Objects.requireNonNull(tools.get(tool), tool);
  }

  /** What the person who pushes should know about versions that their makers mend no more. */
  public List<String> pastTheirEnd(List<BuildPlan.Version> chosen, LocalDate today) {
    return chosen.stream().flatMap(version -> pastItsEnd(version, today).stream()).toList();
  }

  private Optional<String> pastItsEnd(BuildPlan.Version chosen, LocalDate today) {
    Line line = tools.get(chosen.tool());
    if (line == null) {
      return Optional.empty();
    }
    return line.end(chosen.version())
        .filter(today::isAfter)
        .map(day ->
            "%s %s (%s) gets no security fixes since %s: move to %s."
                .formatted(line.name(), chosen.version(), chosen.source(), day, line.standard()));
  }
}
