package paas.buildpacks.language;

import java.util.Optional;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.SourceTree;

/**
 * A version that an app asks for.
 *
 * @param text as it is written: {@code >=22}
 * @param file where it stands; line from 1, 0 where none can be named
 * @param source as the plan shows it: {@code engines ">=22"}
 */
public record Wish(String text, String file, int line, String source) {

  public static Wish in(String file, String text) {
    return new Wish(text, file, 0, file + " \"" + FirstLine.shown(text) + "\"");
  }

  /** What a file of one line asks for: {@code .node-version}. */
  public static Optional<Wish> inFile(SourceTree tree, String file) {
    return FirstLine.of(tree, file).map(text -> in(file, text));
  }

  /** What people say about the app; the files of the app count where they say nothing. */
  public static Optional<Wish> corrected(AppSource app, String tool) {
    return app.corrections()
        .version(tool)
        .map(said ->
            new Wish(
                said.value(),
                said.origin(),
                said.line(),
                said.origin() + " \"" + FirstLine.shown(said.value()) + "\""));
  }
}
