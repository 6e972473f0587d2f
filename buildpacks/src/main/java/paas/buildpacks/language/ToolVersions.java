package paas.buildpacks.language;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.source.SourceTree;

/** The file in which people of asdf and mise write the versions of all their tools. */
public final class ToolVersions {
  public static final String FILE = ".tool-versions";

  private ToolVersions() {}

  /**
   * The version of a tool, the first where several are named.
   *
   * @param names by which the tool goes there: "golang", "go"
   */
  public static Optional<String> of(SourceTree tree, String... names) {
    return tree.read(FILE)
        .flatMap(text ->
            text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                .filter(words -> words.length > 1 && List.of(names).contains(words[0]))
                .map(words -> words[1])
                .findFirst());
  }
}
