package paas.buildpacks.heroku;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Correction;
import paas.buildpacks.language.Said;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.Json;

/**
 * The buildpacks that an app asks for: those set for it; else a {@code .buildpacks} file; else
 * app.json, where it names one that is not of a language that the platform builds itself.
 */
public final class AskedPacks {
  public static final String FILE = ".buildpacks";
  private static final String APP_JSON = "app.json";
  private static final String SET = "buildpacks:add";
  private static final int MOST = 20;

  /** Of app.json these only say in Heroku's words what is found out here anyway. */
  private static final Set<String> LANGUAGES =
      Set.of(
          "heroku/nodejs",
          "heroku/python",
          "heroku/ruby",
          "heroku/php",
          "heroku/go",
          "heroku/java",
          "heroku/gradle",
          "heroku/scala",
          "heroku/jvm");

  private AskedPacks() {}

  /** The plan that they make, which may start nothing yet; empty where none is asked for. */
  public static Optional<BuildPlan> plan(AppSource app, PackWish wish) {
    List<Said> said = said(app, wish);
    if (said.isEmpty()) {
      return Optional.empty();
    }
    if (said.size() > MOST) {
      throw new BrokenSource(
          said.getFirst().origin(), 0, "names more than " + MOST + " buildpacks", "Name fewer.");
    }
    List<Buildpacks.Pack> packs =
        said.stream().map(one -> PackSource.of(one, wish.registry())).toList();
    String names = packs.stream().map(Buildpacks.Pack::name).collect(Collectors.joining(", "));
    return Optional.of(
        BuildPlan.of("buildpacks", said.getFirst().origin(), new Buildpacks(packs, wish.stack()))
            .withNotices(List.of())
            .withVersions(List.of(new BuildPlan.Version("stack", wish.stack().name(), names))));
  }

  private static List<Said> said(AppSource app, PackWish wish) {
    if (!wish.sources().isEmpty()) {
      return wish.sources().stream().map(source -> new Said(source, SET, 0)).toList();
    }
    boolean pinned =
        app.corrections().of(Correction.BUILDER).filter(b -> !b.value().equals("auto")).isPresent()
            || app.corrections().of(Correction.DOCKERFILE).isPresent();
    if (pinned) {
      return List.of();
    }
    List<Said> listed = listed(app);
    return listed.isEmpty() ? inAppJson(app) : listed;
  }

  private static List<Said> listed(AppSource app) {
    List<Said> said = new ArrayList<>();
    int number = 0;
    for (String line : app.tree().read(FILE).orElse("").split("\\R", -1)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        said.add(new Said(text, FILE, number));
      }
    }
    return said;
  }

  private static List<Said> inAppJson(AppSource app) {
    Optional<String> text = app.tree().read(APP_JSON);
    if (text.isEmpty()) {
      return List.of();
    }
    List<Said> said = new ArrayList<>();
    for (JsonNode one : Json.object(APP_JSON, text.get()).path("buildpacks")) {
      JsonNode url = one.isTextual() ? one : one.path("url");
      if (!url.isTextual()) {
        throw new BrokenSource(
            APP_JSON, 0, "names a buildpack without a url", "Write {\"url\": \"...\"}.");
      }
      said.add(new Said(url.textValue(), APP_JSON, 0));
    }
    boolean ordinary =
        said.stream()
            .allMatch(s -> LANGUAGES.contains(s.value().replaceFirst("^urn:buildpack:", "")));
    return ordinary ? List.of() : said;
  }
}
