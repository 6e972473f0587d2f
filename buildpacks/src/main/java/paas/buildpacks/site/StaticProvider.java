package paas.buildpacks.site;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.source.SourceTree;

/**
 * Folders of files, served by {@code serve.pl}, which is added to the app: Perl is essential in
 * every Debian system and image, so nothing has to be fetched or installed.
 */
public final class StaticProvider implements Provider {
  private static final List<String> PAGES = List.of("index.html", "public/index.html");

  private final Versions.Line line;

  public StaticProvider(Versions versions) {
    line = versions.of("debian");
  }

  @Override
  public String language() {
    return "Static site";
  }

  @Override
  public String key() {
    return "static";
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
  public BuildPlan plan(AppSource app, String evidence) {
    String root = evidence.startsWith("public/") ? "public" : ".";
    var version = new BuildPlan.Version("debian", line.standard(), "default");
    BuildPlan plan =
        BuildPlan.of(language(), evidence, Recipe.in(line.imageOf(line.standard())))
            .withVersions(List.of(version))
            .withNotices(notices(app.tree(), root));
    return SiteServer.serve(plan, new SiteServer.Site(root, Optional.empty(), evidence));
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
}
