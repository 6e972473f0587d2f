package paas.buildpacks.php;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.source.SourceTree;

/**
 * The folder that is served.
 *
 * @param folder "." for all of the app
 * @param frontController whether index.php answers for paths without a file
 */
record WebRoot(String folder, boolean frontController) {
  static final String START =
      "apache2 -d \"$PWD\" -C \"Define APP $PWD\" -f .paas/apache.conf -DFOREGROUND";

  private static final String CONFIGURATION = ".paas/apache.conf";
  private static final List<String> FOLDERS =
      List.of("public", "web", "webroot", "public_html", "htdocs", "www", "html");

  static Optional<WebRoot> in(SourceTree tree, boolean composed) {
    return FOLDERS.stream()
        .filter(folder -> tree.isFile(folder + "/index.php"))
        .findFirst()
        .map(folder -> new WebRoot(folder, true))
        .or(() ->
            tree.isFile("index.php") ? Optional.of(new WebRoot(".", composed)) : Optional.empty());
  }

  AddedFile configuration() {
    String text =
        resource("apache.conf")
            .replace("/@ROOT@", folder.equals(".") ? "" : "/" + folder)
            .replace("@FALLBACK@", frontController ? "  FallbackResource /index.php\n" : "");
    return new AddedFile(CONFIGURATION, text);
  }

  static String resource(String name) {
    try (InputStream in = WebRoot.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
