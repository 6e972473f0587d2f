package paas.buildpacks.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * The config file of a framework, a program of the app, which is read and not run: what it says in
 * the usual way, as a constant, is found.
 */
record ConfigFile(String text) {
  private static final Pattern COMMENT =
      Pattern.compile("(?m)/\\*(?:[^*]|\\*(?!/))*+\\*/|^\\s*//.*$");

  /** The file of that name with one of the usual endings; an empty text where there is none. */
  static ConfigFile of(SourceTree tree, String... names) {
    return new ConfigFile(
        Stream.of(names)
            .flatMap(name ->
                Stream.of(".ts", ".js", ".mjs", ".cjs", ".mts", ".cts").map(end -> name + end))
            .filter(tree::isFile)
            .findFirst()
            .flatMap(tree::read)
            .map(text -> COMMENT.matcher(text).replaceAll(""))
            .orElse(""));
  }

  /** The text that a field is set to. */
  Optional<String> text(String field) {
    Matcher matcher =
        Pattern.compile("\\b" + field + "\\s*:\\s*['\"`]([^'\"`\\n]{1,200})['\"`]").matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A folder of the app that a field is set to. */
  Optional<String> folder(String field) {
    return text(field)
        .map(path -> path.replaceAll("^\\./|/+$", ""))
        .filter(SourceText::isHarmlessPath);
  }

  boolean says(String regex) {
    return Pattern.compile(regex).matcher(text).find();
  }
}
