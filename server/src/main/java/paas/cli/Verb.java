package paas.cli;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import paas.model.AppName;

/**
 * One command, as data.
 *
 * @param name {@code topic:verb}, or one word for a verb of its own topic
 * @param shortNames other names it answers to
 * @param summary one line, without a full stop
 * @param example what follows {@code ssh paas} in one example
 * @param own whether a word that names no app the caller can see may be the verb's own first word
 *     instead of an app's misspelt name
 * @param passesOn whether all words after the first are handed on untouched, options included
 * @param action makes the object that picocli fills and that does it
 */
public record Verb(
    String name,
    List<String> shortNames,
    String summary,
    String example,
    AppUse app,
    Predicate<String> own,
    boolean passesOn,
    Supplier<Action> action) {
  public Verb {
    shortNames = List.copyOf(shortNames);
  }

  public static Verb of(String name, String summary, String example, Supplier<Action> action) {
    Predicate<String> own = word -> !AppName.isWellFormed(word);
    return new Verb(name, List.of(), summary, example, AppUse.ONE, own, false, action);
  }

  public Verb alias(String... names) {
    return new Verb(name, List.of(names), summary, example, app, own, passesOn, action);
  }

  public Verb app(AppUse use) {
    return new Verb(name, shortNames, summary, example, use, own, passesOn, action);
  }

  public Verb own(Predicate<String> word) {
    return new Verb(name, shortNames, summary, example, app, word, passesOn, action);
  }

  /** The words after the first belong to another program, as with {@code run}. */
  public Verb passingOn() {
    return new Verb(name, shortNames, summary, example, app, own, true, action);
  }

  /** {@code apps} of {@code apps:create}. */
  public String topic() {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
