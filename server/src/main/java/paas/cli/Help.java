package paas.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help texts, all made from the table. */
final class Help {
  private Help() {}

  /** All topics, with one example for each verb. */
  static List<String> ofAll(VerbTable table) {
    List<String> lines = new ArrayList<>();
    lines.add("ssh paas VERB [APP] [words] [flags]");
    lines.add("");
    int width = table.verbs().stream().mapToInt(v -> v.example().length()).max().orElse(0);
    table.topics().forEach((topic, verbs) -> verbs.forEach(verb -> lines.add(row(verb, width))));
    lines.add("");
    lines.addAll(everywhere());
    return lines;
  }

  /** The verbs of one topic. */
  static List<String> ofTopic(List<Verb> verbs) {
    int width = verbs.stream().mapToInt(v -> v.example().length()).max().orElse(0);
    List<String> lines = new ArrayList<>(verbs.stream().map(verb -> row(verb, width)).toList());
    lines.add("");
    lines.add("ssh paas VERB --help says more about one.");
    return lines;
  }

  private static String row(Verb verb, int width) {
    return "  "
        + verb.example()
        + " ".repeat(width - verb.example().length())
        + "   "
        + verb.summary();
  }

  private static List<String> everywhere() {
    return List.of(
        "APP may stand first, or anywhere as --app APP; the only app need not be named.",
        "Everywhere: --format json, --quiet, --no-color, --help; where something is lost: --force, --confirm APP.",
        "ssh joins words with spaces, so a value with spaces is quoted twice:",
        "  ssh paas config:set shop \"GREETING='hello world'\"",
        "or read from standard input: ssh paas config:import shop < .env");
  }

  /** Everything about one verb. */
  static List<String> ofVerb(Verb verb) {
    CommandSpec spec = Parsed.spec(verb, verb.action().get(), new Flags());
    List<String> lines = new ArrayList<>();
    lines.add("ssh paas " + form(verb));
    lines.add("  " + verb.summary());
    List<String[]> parts = parts(spec);
    int width = parts.stream().mapToInt(part -> part[0].length()).max().orElse(0);
    parts.forEach(p -> lines.add("  " + p[0] + " ".repeat(width - p[0].length()) + "   " + p[1]));
    if (!verb.shortNames().isEmpty()) {
      lines.add("also: " + String.join(", ", verb.shortNames()));
    }
    lines.add("example: ssh paas " + verb.example());
    return lines;
  }

  private static List<String[]> parts(CommandSpec spec) {
    List<String[]> parts = new ArrayList<>();
    for (PositionalParamSpec word : spec.positionalParameters()) {
      parts.add(new String[] {word.paramLabel(), String.join(" ", word.description())});
    }
    for (OptionSpec option : own(spec)) {
      parts.add(new String[] {names(option), String.join(" ", option.description())});
    }
    return parts;
  }

  /** {@code config:set [APP] KEY=VALUE... [--no-restart]}. */
  static String form(Verb verb) {
    CommandSpec spec = Parsed.spec(verb, verb.action().get(), new Flags());
    StringBuilder form = new StringBuilder(verb.name());
    if (verb.app() != AppUse.NONE) {
      form.append(" [APP]");
    }
    spec.positionalParameters().forEach(word -> form.append(' ').append(word(word)));
    own(spec).forEach(option -> form.append(" [").append(longest(option)).append(']'));
    return form.toString();
  }

  private static List<OptionSpec> own(CommandSpec spec) {
    Set<String> shared = CommandSpec.forAnnotatedObject(new Flags()).optionsMap().keySet();
    return spec.options().stream().filter(o -> !shared.contains(o.longestName())).toList();
  }

  private static String word(PositionalParamSpec word) {
    String label = word.index().isVariable() ? word.paramLabel() + "..." : word.paramLabel();
    return word.required() ? label : "[" + label + "]";
  }

  private static String longest(OptionSpec option) {
    return option.longestName() + value(option);
  }

  private static String names(OptionSpec option) {
    return List.of(option.names()).stream().collect(Collectors.joining(", ")) + value(option);
  }

  private static String value(OptionSpec option) {
    return option.arity().max() == 0 ? "" : " " + option.paramLabel();
  }
}
