package paas.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.Nearest;
import paas.model.AppName;
import paas.model.Printable;
import paas.model.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A verb's words, read: the filled action, the flags, and the app. */
record Parsed(Action action, Flags flags, @Nullable AppName app) {

  /**
   * Reads the words of a call.
   *
   * @throws UserError exit status 2 for wrong words, 20 for an app that is not there
   */
  static Parsed of(Verb verb, List<String> words, Supplier<List<AppName>> visible) {
    Action action = verb.action().get();
    Flags flags = new Flags();
    CommandSpec spec = spec(verb, action, flags);
    if (asksForHelp(verb, words)) {
      flags.help = true;
      return new Parsed(action, flags, null);
    }
    if (verb.app() == AppUse.NONE) {
      parse(verb, spec, words);
      return new Parsed(action, flags, null).checked();
    }
    List<AppName> apps = visible.get();
    AppWords split = AppWords.of(verb, spec, words, apps);
    AppName app = split.find(verb, apps);
    parse(verb, spec, split.rest());
    return new Parsed(action, flags, app).checked();
  }

  private Parsed checked() {
    if (!action.formats().contains(flags.format())) {
      throw UserError.usage(
          "there is no format '" + Printable.of(flags.format()) + "' here",
          "--format takes one of: " + String.join(", ", action.formats()));
    }
    return this;
  }

  /** What picocli has to know about a verb. */
  static CommandSpec spec(Verb verb, Action action, Flags flags) {
    CommandSpec spec = CommandSpec.forAnnotatedObjectLenient(action).name(verb.name());
    return spec.addMixin("flags", CommandSpec.forAnnotatedObject(flags));
  }

  private static boolean asksForHelp(Verb verb, List<String> words) {
    List<String> own =
        verb.passesOn() ? words.stream().takeWhile(w -> w.startsWith("-")).toList() : words;
    int end = own.indexOf("--");
    List<String> options = end < 0 ? own : own.subList(0, end);
    return options.contains("--help") || options.contains("-h");
  }

  private static void parse(Verb verb, CommandSpec spec, List<String> words) {
    CommandLine line =
        new CommandLine(spec)
            // A word that starts with @ is a word; picocli would read a file of that name.
            .setExpandAtFiles(false)
            .setInterpolateVariables(false)
            .setTrimQuotes(false)
            .setStopAtPositional(verb.passesOn())
            .setCaseInsensitiveEnumValuesAllowed(true);
    try {
      line.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      if (e.getCause() instanceof UserError known) {
        throw known;
      }
      throw UserError.usage(wrong(spec, e), "the form is: ssh paas " + Help.form(verb));
    }
  }

  private static String wrong(CommandSpec spec, ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      return first.startsWith("-")
          ? unknownOption(spec, first)
          : "'" + Printable.of(first) + "' is one word too many";
    }
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String unknownOption(CommandSpec spec, String option) {
    int equals = option.indexOf('=');
    String name = equals < 0 ? option : option.substring(0, equals);
    String meant =
        Nearest.to(name, spec.optionsMap().keySet())
            .map(n -> ". Did you mean " + n + "?")
            .orElse("");
    return "unknown option '" + Printable.of(name) + "'" + meant;
  }
}
