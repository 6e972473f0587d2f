package paas.buildpacks.ruby;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.ToolVersions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * What a Gemfile and its lock file say. A Gemfile is a program: only its plain lines are read.
 *
 * @param gems names of all gems, of the lock file where it is there
 * @param readsTree true where gems lie in the app's own folder
 */
record Gemfile(
    SourceTree tree, String text, Optional<GemLock> lock, Set<String> gems, boolean readsTree) {
  static final String FILE = "Gemfile";

  private static final String VERSION_FILE = ".ruby-version";
  private static final Pattern GEM =
      Pattern.compile("(?m)^\\s*gem[\\s(]+[\"']([A-Za-z0-9_.-]+)[\"']");
  private static final Pattern RUBY =
      Pattern.compile(
          "(?m)^\\s*ruby[\\s(]+[\"']([^\"'\\n]+)[\"'](?:\\s*,\\s*[\"']([^\"'\\n]+)[\"'])?");
  private static final Pattern RUBY_FILE =
      Pattern.compile("(?m)^\\s*ruby[\\s(]+file:\\s*[\"']([A-Za-z0-9_./-]+)[\"']");
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?m)^\\s*(?:gemspec\\b|path\\b|eval_gemfile\\b|[^#\\n]*\\bpath(?::|\\s*=>))");
  private static final Pattern EXACT = Pattern.compile("(?:ruby-)?(\\d+\\.\\d+\\.\\d+)");

  static Gemfile of(SourceTree tree) {
    String text = tree.read(FILE).orElseThrow();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (SourceText.isMergeMarker(line)) {
        throw new BrokenSource(
            FILE, number, "holds a merge marker", "Resolve the conflict and commit again.");
      }
    }
    Optional<GemLock> lock = GemLock.of(tree);
    Set<String> gems = new HashSet<>(lock.map(GemLock::gems).orElse(Set.of()));
    GEM.matcher(text).results().forEach(found -> gems.add(found.group(1)));
    return new Gemfile(tree, text, lock, Set.copyOf(gems), LOCAL.matcher(text).find());
  }

  boolean has(String gem) {
    return gems.contains(gem);
  }

  /** The files that Bundler reads before it knows what to install. */
  List<String> files() {
    return Stream.of(FILE, GemLock.FILE, VERSION_FILE, ToolVersions.FILE)
        .filter(tree::isFile)
        .filter(file -> !file.startsWith(".") || versionFile().filter(file::equals).isPresent())
        .toList();
  }

  private Optional<String> versionFile() {
    Matcher matcher = RUBY_FILE.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The Ruby that is asked for. */
  Optional<Wish> ruby() {
    Matcher named = RUBY.matcher(text);
    if (named.find()) {
      String range = named.group(1) + (named.group(2) == null ? "" : ", " + named.group(2));
      return Optional.of(
          new Wish(range, FILE, lineOf(named.start(1)), "Gemfile \"" + range + "\""));
    }
    return Wish.inFile(tree, VERSION_FILE)
        .or(() -> ToolVersions.of(tree, "ruby").map(version -> Wish.in(ToolVersions.FILE, version)))
        .or(() -> lock.flatMap(GemLock::ruby).map(version -> Wish.in(GemLock.FILE, version)));
  }

  /** The one Ruby that the Gemfile insists on, which Bundler then refuses to go without. */
  Optional<String> exactRuby() {
    Matcher named = RUBY.matcher(text);
    Optional<String> insists =
        named.find()
            ? Optional.of(named.group(1)).filter(first -> named.group(2) == null)
            : versionFile().flatMap(file -> inFile(file));
    return insists
        .map(version -> EXACT.matcher(version.strip()))
        .filter(Matcher::matches)
        .map(exact -> exact.group(1));
  }

  private Optional<String> inFile(String file) {
    return file.equals(ToolVersions.FILE)
        ? ToolVersions.of(tree, "ruby")
        : FirstLine.of(tree, file);
  }

  private int lineOf(int place) {
    return (int) text.substring(0, place).lines().count();
  }
}
