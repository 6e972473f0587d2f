package paas.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.Nearest;
import paas.model.AppName;
import paas.model.Printable;
import paas.model.UserError;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A verb's words with the app's taken out: {@code --app X} or {@code -a X} in any place, else the
 * first plain word.
 *
 * @param app as typed; null when none was named
 * @param rest all other words, in their order
 */
record AppWords(@Nullable String app, List<String> rest) {

  static AppWords of(Verb verb, CommandSpec spec, List<String> words, List<AppName> visible) {
    int firstPlain = -1;
    int secondPlain = -1;
    int plain = 0;
    int at = 0;
    while (at < words.size()) {
      String word = words.get(at);
      if (word.equals("--")) {
        plain += words.size() - at - 1;
        break;
      }
      if (word.equals("-a") || word.equals("--app")) {
        return named(words, at);
      }
      if (word.startsWith("--app=")) {
        return new AppWords(word.substring("--app=".length()), without(words, at, 1));
      }
      if (word.length() > 1 && word.startsWith("-")) {
        at += takesNext(spec, word) ? 2 : 1;
        continue;
      }
      secondPlain = plain == 1 ? at : secondPlain;
      firstPlain = firstPlain < 0 ? at : firstPlain;
      plain += verb.passesOn() ? words.size() - at : 1;
      at = verb.passesOn() ? words.size() : at + 1;
    }
    if (secondPlain >= 0
        && !isVisible(words.get(firstPlain), visible)
        && verb.own().test(words.get(firstPlain))
        && isVisible(words.get(secondPlain), visible)
        && plain > room(spec)) {
      // builds:cache clear shop
      return new AppWords(words.get(secondPlain), without(words, secondPlain, 1));
    }
    return firstPlain >= 0 && isApp(verb, spec, words.get(firstPlain), plain, visible)
        ? new AppWords(words.get(firstPlain), without(words, firstPlain, 1))
        : new AppWords(null, words);
  }

  private static AppWords named(List<String> words, int at) {
    if (at + 1 == words.size()) {
      throw UserError.usage(words.get(at) + " names no app", "write it as --app APP");
    }
    return new AppWords(words.get(at + 1), without(words, at, 2));
  }

  private static List<String> without(List<String> words, int from, int count) {
    List<String> rest = new ArrayList<>(words);
    rest.subList(from, from + count).clear();
    return List.copyOf(rest);
  }

  private static boolean takesNext(CommandSpec spec, String word) {
    OptionSpec option = spec.optionsMap().get(word);
    return option != null && option.arity().min() > 0;
  }

  /**
   * An app the caller can see is meant. Of the others only a word that the verb may take itself,
   * and has room for, is not: a misspelt app must never become another app's argument.
   */
  private static boolean isApp(
      Verb verb, CommandSpec spec, String word, int plain, List<AppName> visible) {
    return isVisible(word, visible) || plain > room(spec) || !verb.own().test(word);
  }

  private static boolean isVisible(String word, List<AppName> visible) {
    return visible.stream().anyMatch(app -> app.value().equals(word));
  }

  private static int room(CommandSpec spec) {
    return spec.positionalParameters().stream()
        .mapToInt(p -> p.index().isVariable() ? Integer.MAX_VALUE : p.index().max() + 1)
        .max()
        .orElse(0);
  }

  /** The app meant: the one named, or the only one there is. */
  @Nullable AppName find(Verb verb, List<AppName> visible) {
    if (app != null) {
      return visible.stream()
          .filter(name -> name.value().equals(app))
          .findFirst()
          .orElseThrow(() -> UserError.noSuchApp(app, others(visible)));
    }
    if (verb.app() == AppUse.OPTIONAL) {
      return null;
    }
    if (visible.isEmpty()) {
      throw UserError.usage("there is no app yet", "make one: ssh paas apps:create");
    }
    if (visible.size() > 1) {
      throw UserError.usage("which app? " + list(visible), "name it: ssh paas " + Help.form(verb));
    }
    return visible.getFirst();
  }

  private String others(List<AppName> visible) {
    return Nearest.to(String.valueOf(app), visible.stream().map(AppName::value).toList())
        .map(near -> "did you mean " + near + "?")
        .orElse(
            visible.isEmpty() ? "make one: ssh paas apps:create" : "there is: " + list(visible));
  }

  private static String list(List<AppName> visible) {
    String first = visible.stream().limit(20).map(AppName::value).collect(Collectors.joining(" "));
    return visible.size() > 20 ? first + " and " + (visible.size() - 20) + " more" : first;
  }

  @Override
  public String toString() {
    return Printable.of(String.valueOf(app)) + " " + rest;
  }
}
