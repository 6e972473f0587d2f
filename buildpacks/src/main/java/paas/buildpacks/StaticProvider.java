package paas.buildpacks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Folders of files, served by {@code serve.pl}, which is added to the app: Perl is essential in
 * every Debian system and image, so nothing has to be fetched or installed.
 */
final class StaticProvider implements Provider {
  private static final String SERVER = ".paas/serve.pl";
  private static final List<String> PAGES = List.of("index.html", "public/index.html");

  private final Versions.Line line;

  StaticProvider(Versions versions) {
    line = versions.of("debian");
  }

  @Override
  public String language() {
    return "Static site";
  }

  @Override
  public boolean buildsCode() {
    return false;
  }

  @Override
  public String looksFor() {
    return "index.html or public/index.html (static site)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return PAGES.stream().filter(tree::isFile).findFirst();
  }

  @Override
  public String startRemedy() {
    return "Add an index.html.";
  }

  @Override
  public BuildPlan plan(SourceTree tree, String evidence) {
    String image = line.imageOf(line.standard());
    String root = evidence.startsWith("public/") ? "public" : ".";
    var recipe =
        new Recipe(
            image,
            image,
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(new AddedFile(SERVER, serverText())),
            List.of(
                new Tool(
                    "perl",
                    List.of("perl"),
                    List.of("-MSocket", "-MPOSIX", "-MIO::Socket::INET", "-e", "printf '%vd', $^V"),
                    "5.28",
                    "Install the Debian package perl-base.")));
    var web = new StartCommand("perl " + SERVER + " " + root, evidence);
    var version = new BuildPlan.Version("debian", line.standard(), "default");
    return new BuildPlan(
        language(),
        evidence,
        List.of(version),
        recipe,
        Map.of("web", web),
        null,
        null,
        notices(tree, root));
  }

  private static List<String> notices(SourceTree tree, String root) {
    return Stream.of("README.md", "Makefile", "package-lock.json")
        .filter(file -> root.equals(".") && tree.isFile(file))
        .findFirst()
        .map(file ->
            "All files are served, " + file + " too. To serve less, move the site to public/.")
        .stream()
        .toList();
  }

  private static String serverText() {
    try (InputStream in = StaticProvider.class.getResourceAsStream("serve.pl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
