package paas.buildpacks.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan in the lines that people read. */
public final class PlanText {
  private static final String DETAIL = "       ";

  /** Of those that a step reads. */
  private static final int MAX_FILES = 8;

  private PlanText() {}

  /** All of it, the Dockerfile last. */
  public static List<String> whole(PlanDetails plan) {
    List<String> lines = new ArrayList<>();
    lines.add("-----> " + plan.app() + ": " + plan.language() + " (" + plan.because() + ")");
    plan.versions().forEach(v -> lines.add(columns(v.tool() + " " + v.version(), v.source())));
    plan.processes()
        .forEach((type, start) -> {
          String command = start.command() == null ? "the image's own command" : start.command();
          lines.add(columns(type, command + "   (" + start.origin() + ")"));
        });
    lines.addAll(build(plan));
    plan.notices().forEach(notice -> lines.add(" !     " + notice));
    lines.add("-----> Dockerfile");
    plan.dockerfile().lines().forEach(line -> lines.add(DETAIL + line));
    return lines;
  }

  /** How it is built and when it counts as ready: what the first lines of a push do not say. */
  public static List<String> build(PlanDetails plan) {
    List<String> lines = new ArrayList<>();
    if (!plan.root().isEmpty()) {
      lines.add(columns("folder", plan.root()));
    }
    if (!plan.packages().isEmpty()) {
      lines.add(columns("packages", String.join(" ", plan.packages())));
    }
    lines.add(columns("images", String.join(" ", plan.images())));
    for (PlanDetails.Step step : plan.steps()) {
      lines.add(columns("step", step.title() + about(step)));
    }
    if (plan.processes().containsKey("web")) {
      String path = plan.health();
      lines.add(columns("ready when", "GET " + (path == null ? "/" : path) + " answers under 500"));
    }
    plan.config()
        .forEach(
            wish -> lines.add(columns("config", wish.name() + "   (app.json: " + how(wish) + ")")));
    return lines;
  }

  private static String about(PlanDetails.Step step) {
    List<String> facts = new ArrayList<>();
    if (!step.reads().isEmpty()) {
      facts.add("reads " + shown(step.reads()));
    }
    if (!step.caches().isEmpty()) {
      facts.add("cache: " + String.join(" ", step.caches()));
    }
    return facts.isEmpty() ? "" : "   (" + String.join("; ", facts) + ")";
  }

  /** A workspace has a file of each of its packages among them. */
  private static String shown(List<String> files) {
    return files.size() <= MAX_FILES
        ? String.join(" ", files)
        : String.join(" ", files.subList(0, MAX_FILES))
            + " and "
            + (files.size() - MAX_FILES)
            + " more";
  }

  private static String how(Wishes.Variable wish) {
    return switch (wish.source()) {
      case VALUE -> "set, where it is not";
      case GENERATED -> "made up once, where it is not set";
      case REQUIRED -> "you must set it";
      case OPTIONAL -> "you may set it";
    };
  }

  private static String columns(String left, String right) {
    return DETAIL + String.format(Locale.ROOT, "%-15s %s", left, right);
  }
}
