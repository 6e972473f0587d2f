package paas.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import paas.buildpacks.plan.Build;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.plan.ConfigMount;
import paas.buildpacks.plan.DockerfileRenderer;
import paas.buildpacks.plan.Recipe;

/**
 * How an instruction of a Dockerfile is named to people.
 *
 * @param known titles of the plan's own steps, by their commands
 */
record StepTitle(Map<String, String> known) {
  private static final int LONGEST = 70;
  private static final Pattern INSTRUCTION =
      Pattern.compile("(?s)(?:\\[[^\\]]*\\] )?([A-Z]+) (?:--\\S+ )*(.*)");

  /** The start of the one command that the renderer adds to every image by itself. */
  private static final String OUR_USER = "getent passwd 1000 ";

  StepTitle {
    known = Map.copyOf(known);
  }

  /** A plan's own; a step of several commands is told by each of them. */
  static StepTitle of(Build build) {
    Map<String, String> known = new HashMap<>();
    if (build instanceof Recipe recipe) {
      recipe.steps().stream()
          .filter(step -> step.commands().size() == 1)
          .forEach(step ->
              known.put(
                  DockerfileRenderer.inImage(step.commands().getFirst()).stream()
                      .collect(Collectors.joining(" ")),
                  step.title()));
    }
    if (build instanceof Buildpacks packs) {
      packs.titles().forEach((words, title) -> known.put(String.join(" ", words), title));
    }
    return new StepTitle(known);
  }

  /** {@code npm ci} for {@code [2/4] RUN --mount=... npm ci}; empty for what nobody asked for. */
  Optional<String> of(String instruction) {
    if (instruction.equals("exporting to image")) {
      return Optional.of("image");
    }
    Matcher parts = INSTRUCTION.matcher(instruction);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String rest = words(ConfigMount.within(parts.group(2))).replaceAll("\\s+", " ").strip();
    if (rest.startsWith(OUR_USER)) {
      return Optional.empty();
    }
    return switch (parts.group(1)) {
      case "RUN" -> Optional.of(known.getOrDefault(rest, cut(rest)));
      case "COPY", "ADD" -> Optional.of(cut(parts.group(1).toLowerCase(Locale.ROOT) + " " + rest));
      default -> Optional.empty();
    };
  }

  /** An instruction's JSON form as a person would type it. */
  private static String words(String arguments) {
    if (!arguments.startsWith("[")) {
      return arguments;
    }
    try {
      String[] words = DockerApi.JSON.readValue(arguments, String[].class);
      boolean shell = words.length == 3 && words[0].equals("sh") && words[1].equals("-c");
      return shell ? words[2] : String.join(" ", words);
    } catch (JsonProcessingException withoutQuotes) {
      // So BuildKit names a COPY.
      return arguments.substring(1).replaceFirst("]$", "").replace(',', ' ');
    }
  }

  private static String cut(String title) {
    return title.length() > LONGEST ? title.substring(0, LONGEST - 3) + "..." : title;
  }
}
