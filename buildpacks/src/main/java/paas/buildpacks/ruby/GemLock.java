package paas.buildpacks.ruby;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * What a Gemfile.lock says.
 *
 * @param gems names of all that are installed
 * @param ruby the version that made it, where it names one
 */
record GemLock(Set<String> gems, Optional<String> ruby) {
  static final String FILE = "Gemfile.lock";

  private static final Pattern GEM = Pattern.compile(" {4}([A-Za-z0-9_.-]+) \\(.*\\)");
  private static final Pattern RUBY = Pattern.compile("ruby (\\d+\\.\\d+\\.\\d+).*");
  private static final Pattern RUNS_HERE = Pattern.compile("ruby|.*linux.*");

  /**
   * Empty where there is none.
   *
   * @throws BrokenSource if it cannot be installed on a server
   */
  static Optional<GemLock> of(SourceTree tree) {
    return tree.read(FILE).map(GemLock::read);
  }

  private static GemLock read(String text) {
    Set<String> gems = new LinkedHashSet<>();
    List<String> platforms = new ArrayList<>();
    Optional<String> ruby = Optional.empty();
    String section = "";
    int platformsAt = 0;
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (SourceText.isMergeMarker(line)) {
        throw new BrokenSource(
            FILE, number, "holds a merge marker", "Resolve it, run \"bundle lock\" and commit.");
      }
      if (!line.isBlank() && !line.startsWith(" ")) {
        section = line.strip();
        platformsAt = section.equals("PLATFORMS") ? number : platformsAt;
      } else if (section.equals("PLATFORMS") && !line.isBlank()) {
        platforms.add(line.strip());
      } else if (section.equals("RUBY VERSION")) {
        Matcher version = RUBY.matcher(line.strip());
        ruby = version.matches() ? Optional.of(version.group(1)) : ruby;
      } else {
        Matcher gem = GEM.matcher(line);
        if (gem.matches()) {
          gems.add(gem.group(1));
        }
      }
    }
    runsHere(platforms, platformsAt);
    return new GemLock(gems, ruby);
  }

  private static void runsHere(List<String> platforms, int line) {
    if (!platforms.isEmpty() && platforms.stream().noneMatch(p -> RUNS_HERE.matcher(p).matches())) {
      throw new BrokenSource(
          FILE,
          line,
          "is made for " + String.join(", ", platforms) + " alone, and a server has Linux",
          "Run \"bundle lock --add-platform x86_64-linux\" and commit it.");
    }
  }
}
