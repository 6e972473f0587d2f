package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;

/** Ruby, PHP and Elixir apps. */
class DynamicLanguagesTest {
  private static final String MAC_ONLY =
      """
      GEM
        remote: https://rubygems.org/
        specs:
          rack (3.1.8)

      PLATFORMS
        arm64-darwin-23

      DEPENDENCIES
        rack
      """;

  private static MemoryTree ruby(String lines) {
    return MemoryTree.with("Gemfile", "source \"https://rubygems.org\"\n" + lines)
        .and("config.ru", "run ->(_) { [200, {}, []] }\n");
  }

  private static MemoryTree php(String composer) {
    return MemoryTree.with("composer.json", composer).and("public/index.php", "<?php\n");
  }

  private static MemoryTree elixir(String lines) {
    return MemoryTree.with("mix.exs", "  app: :shop,\n" + lines);
  }

  private static Recipe recipe(MemoryTree tree) {
    return (Recipe) tree.plan().build();
  }

  private static List<String> titles(MemoryTree tree) {
    return recipe(tree).steps().stream().map(BuildStep::title).toList();
  }

  private static Optional<String> command(MemoryTree tree, String type) {
    return Optional.ofNullable(tree.plan().processes().get(type)).map(StartCommand::command);
  }

  private static String version(MemoryTree tree) {
    return tree.plan().versions().getFirst().version();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ruby \"3.3.1\"|3.3.1",
        "ruby '~> 3.2'|3.4",
        "ruby '>= 3.1', '< 3.4'|3.3",
        "ruby file: '.ruby-version'|3.2.2",
        "gem 'rack'|3.2",
      })
  void theGemfileDecidesAboutTheRuby(String line, String version) {
    MemoryTree tree = ruby(line + "\n").and(".ruby-version", "ruby-3.2.2\n");
    assertThat(version(tree)).isEqualTo(version);
    assertThat(recipe(tree).runtimeImage()).isEqualTo("ruby:" + version + "-slim-bookworm");
  }

  @ParameterizedTest
  @CsvSource({
    "gem 'puma',bundle exec puma --bind tcp://0.0.0.0:$PORT",
    "gem 'unicorn',bundle exec unicorn --host 0.0.0.0 --port $PORT",
    "gem 'rails',bundle exec rails server --binding 0.0.0.0 --port $PORT",
    "gem 'rack',bundle exec rackup --host 0.0.0.0 --port $PORT",
  })
  void rubyAppsAreStartedByTheServerAmongTheirGems(String gem, String web) {
    assertThat(command(ruby(gem + "\n"), "web")).contains(web);
  }

  @Test
  void aRubyAppThatOnlyHasATool() {
    MemoryTree tree =
        MemoryTree.with("Gemfile", "gem 'fastlane'\n")
            .and("package.json", "{\"main\": \"a.js\"}")
            .and("a.js", "");
    assertThat(tree.plan().language()).isEqualTo("Node.js");
  }

  @Test
  void aLockFileForAMacAloneIsRefusedWithItsLine() {
    var broken = ruby("gem 'rack'\n").and("Gemfile.lock", MAC_ONLY).broken();
    assertThat(broken.line()).isEqualTo(6);
    assertThat(broken.problem()).contains("arm64-darwin-23");
    assertThat(broken.remedy()).contains("bundle lock --add-platform");
    broken = ruby("<<<<<<< HEAD\n").broken();
    assertThat(broken.line()).isEqualTo(2);
  }

  @Test
  void withoutALockFileGemsAreNotFrozen() {
    MemoryTree tree = ruby("gem 'rack'\n");
    assertThat(recipe(tree).env()).doesNotContainKey("BUNDLE_DEPLOYMENT");
    assertThat(tree.plan().notices()).anyMatch(notice -> notice.contains("bundle lock"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"require\": {\"php\": \"^8.2\"}}|8.4",
        "{\"require\": {\"php\": \"~8.2.0\"}}|8.2",
        "{\"require\": {\"php\": \">=8.1 <8.4\"}}|8.3",
        "{\"require\": {\"php\": \"^8\"}, \"config\": {\"platform\": {\"php\": \"8.3.1\"}}}|8.3",
      })
  void composerDecidesAboutThePhp(String composer, String version) {
    assertThat(version(php(composer))).isEqualTo(version);
    assertThat(version(php(composer).and(".php-version", "8.5\n"))).isEqualTo("8.5");
  }

  @Test
  void phpIsServedFromTheFolderOfItsIndex() {
    MemoryTree framed = php("{}");
    assertThat(configuration(framed))
        .contains("DocumentRoot ${APP}/public\n")
        .contains("FallbackResource /index.php\n");
    MemoryTree plain = MemoryTree.with("index.php", "<?php\n");
    assertThat(configuration(plain))
        .contains("DocumentRoot ${APP}\n")
        .doesNotContain("FallbackResource");
    assertThat(titles(plain)).containsExactly("php extensions");
  }

  private static String configuration(MemoryTree tree) {
    return recipe(tree).files().stream()
        .filter(file -> file.path().equals(".paas/apache.conf"))
        .findFirst()
        .orElseThrow()
        .content();
  }

  @Test
  void extensionsComeWithTheirLibraries() {
    MemoryTree tree = php("{\"require\": {\"ext-intl\": \"*\", \"ext-mbstring\": \"*\"}}");
    Recipe recipe = recipe(tree);
    assertThat(recipe.packages()).contains("libicu72");
    assertThat(recipe.steps().getFirst().commands().getFirst())
        .contains("intl", "mbstring", "?opcache");
    assertThat(recipe.fromBuild()).contains("/usr/local/lib/php/extensions");
  }

  @Test
  void brokenComposerFilesAreToldWithTheirLine() {
    assertThat(php("{\n\"require\": {\n\"php\": \"8.3\",\n}}\n").broken().line()).isEqualTo(4);
    assertThat(php("{}").and("composer.lock", "{\n<<<<<<< a\n").broken().problem())
        .contains("merge marker");
    assertThat(php("{}").plan().notices()).anyMatch(n -> n.contains("composer update"));
    assertThat(php("{\"require\": {\"php\": \"^7.4\"}}").broken().remedy()).contains("8.1");
  }

  @Test
  void anElixirAppIsItsRelease() {
    MemoryTree tree = elixir("elixir: \"~> 1.15\",\n");
    assertThat(titles(tree)).containsExactly("mix release");
    assertThat(command(tree, "web")).contains(".paas/release/bin/shop start");
    tree.and(".tool-versions", "erlang 27.2\nelixir 1.17.3-otp-27\n");
    assertThat(version(tree)).isEqualTo("1.17");
    MemoryTree older = elixir("elixir: \"~> 1.14.0\",\n");
    assertThat(recipe(older).images())
        .containsExactly("elixir:1.14-otp-25", "elixir:1.14-otp-25-slim");
    MemoryTree named = elixir("releases: [front: [applications: [shop: :permanent]]],\n");
    assertThat(command(named, "web")).contains(".paas/release/bin/front start");
    assertThat(recipe(named).steps().getLast().commands().getLast()).contains("front");
  }

  @Test
  void phoenixMigratesAsItsReleaseSays() {
    MemoryTree tree = elixir("{:phoenix, \"~> 1.7\"}\n\"assets.deploy\": [\"phx.digest\"]\n");
    assertThat(titles(tree))
        .containsExactly("mix deps.get", "mix deps.compile", "mix assets.deploy", "mix release");
    assertThat(command(tree, "release")).isEmpty();
    tree.and("lib/shop/release.ex", "defmodule Shop.Release do\n  def migrate do\n");
    assertThat(command(tree, "release"))
        .contains(".paas/release/bin/shop eval Shop.Release.migrate");
  }

  @Test
  void anUmbrellaMustDescribeItsRelease() {
    BuildPlan plan =
        MemoryTree.with("mix.exs", "apps_path: \"apps\",\nreleases: [shop: []]\n").plan();
    assertThat(plan.processes()).containsKey("web");
    assertThat(MemoryTree.with("mix.exs", "apps_path: \"apps\"\n").broken().remedy())
        .contains("releases:");
  }
}
