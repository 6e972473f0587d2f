package paas.buildpacks.bom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Recipe;

class BomTest {
  private static final BuildPlan PLAN =
      BuildPlan.of("Node.js", "package.json", Recipe.in("node:24-bookworm-slim"));

  private static JsonNode bom(Map<String, String> files) throws IOException {
    String text =
        Bom.of(
            name -> Optional.ofNullable(files.get(name)),
            PLAN,
            "shop",
            "0123",
            Instant.parse("2026-11-28T12:00:00.123Z"));
    return new ObjectMapper().readTree(text);
  }

  private static List<String> packages(String file, String text) throws IOException {
    List<String> found = new ArrayList<>();
    bom(Map.of(file, text.replace('~', '\n')))
        .path("components")
        .forEach(c -> found.add(c.path("purl").asText()));
    assertThat(found.removeFirst()).isEqualTo("pkg:docker/node@24-bookworm-slim");
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "package-lock.json|{'packages': {'': {}, 'node_modules/@a/b': {'version': '1.0.0'},"
            + " 'apps/web': {'version': '1'}, 'node_modules/web': {'link': true}}}"
            + "|pkg:npm/%40a/b@1.0.0",
        "package-lock.json|{'dependencies': {'a': {'version': '1', 'dependencies': {'b':"
            + " {'version': '2'}}}}}|pkg:npm/a@1 pkg:npm/b@2",
        "package-lock.json|{'packages': |",
        "yarn.lock|'@a/b@^1.0.0', '@a/b@^1.1.0':~  version '1.2.3'~  resolved 'x'~~c@^2:~  version"
            + " '2.0.0'|pkg:npm/%40a/b@1.2.3 pkg:npm/c@2.0.0",
        "yarn.lock|'c@npm:^2.0.0, c@npm:^2.1.0':~  version: 2.1.0~  resolution: 'c@npm:2.1.0'~~"
            + "'app@workspace:.':~  version: 0.0.0-use.local|pkg:npm/c@2.1.0",
        "pnpm-lock.yaml|packages:~~  `@a/b@1.0.0`:~    resolution: {}~  c@2.0.0:~    engines: {}"
            + "|pkg:npm/%40a/b@1.0.0 pkg:npm/c@2.0.0",
        "pnpm-lock.yaml|packages:~~  /@a/b@1.0.0:~    dev: false~  /c/2.0.0:~    dev: false"
            + "|pkg:npm/%40a/b@1.0.0 pkg:npm/c@2.0.0",
        "bun.lock|{~  'packages': {~    'c': ['c@2.0.0', '', {}, 'sha512-x'],~  }~}|pkg:npm/c@2.0.0",
        "uv.lock|version = 1~~[[package]]~name = 'flask'~version = '3.1.0'~source = {}"
            + "|pkg:pypi/flask@3.1.0",
        "Cargo.lock|[[package]]~name = 'axum'~version = '0.8.1'|pkg:cargo/axum@0.8.1",
        "Pipfile.lock|{'default': {'Flask_X': {'version': '==3.1'}}, 'develop': {}}"
            + "|pkg:pypi/flask-x@3.1",
        "requirements.txt|Flask[async]==3.1.0  # web~gunicorn>=20~-r more.txt|pkg:pypi/flask@3.1.0",
        "go.sum|github.com/a/b v1.2.3 h1:x=~github.com/a/b v1.2.3/go.mod h1:y="
            + "|pkg:golang/github.com/a/b@v1.2.3",
        "Gemfile.lock|GEM~  remote: x~  specs:~    rack (3.1.8)~    rails (8.0.0)~      rack (>= 2)~"
            + "|pkg:gem/rack@3.1.8 pkg:gem/rails@8.0.0",
        "composer.lock|{'packages': [{'name': 'a/b', 'version': 'v1.0'}], 'packages-dev': []}"
            + "|pkg:composer/a/b@v1.0",
        "mix.lock|%{~  'plug': {:hex, :plug, '1.16.1', 'x'},~}|pkg:hex/plug@1.16.1",
        "gradle.lockfile|# x~org.a:b:1.0=compileClasspath~empty=|pkg:maven/org.a/b@1.0",
        "pom.xml|<dependency><groupId>org.a</groupId><artifactId>b</artifactId><version>1</version>"
            + "</dependency>|pkg:maven/org.a/b@1"
      })
  void lockFilesNameTheirPackages(String file, String text, String expected) throws IOException {
    List<String> packages = expected == null ? List.of() : List.of(expected.split(" ", -1));
    assertThat(packages(file, text.replace('\'', '"').replace('`', '\'')))
        .containsExactlyElementsOf(packages);
  }

  @Test
  void theDocumentIsOfTheFormOfCycloneDx() throws IOException {
    JsonNode bom =
        bom(
            Map.of(
                "package-lock.json",
                "{\"packages\": {\"node_modules/a\": {\"version\": \"1\"},"
                    + " \"node_modules/x/node_modules/a\": {\"version\": \"1\", \"dev\": true},"
                    + " \"node_modules/t\": {\"version\": \"2\", \"dev\": true}}}"));
    assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bom.path("specVersion").asText()).isEqualTo("1.6");
    assertThat(bom.path("version").asInt()).isEqualTo(1);
    assertThat(bom.path("serialNumber").asText())
        .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    assertThat(bom.path("metadata").path("timestamp").asText()).isEqualTo("2026-11-28T12:00:00Z");
    assertThat(bom.path("metadata").path("component").path("version").asText()).isEqualTo("0123");
    var refs = new HashSet<String>();
    List<String> scopes = new ArrayList<>();
    for (JsonNode component : bom.path("components")) {
      assertThat(component.path("type").asText()).isIn("library", "container");
      assertThat(component.path("name").asText()).isNotEmpty();
      assertThat(refs.add(component.path("bom-ref").asText())).as("used once").isTrue();
      scopes.add(component.path("name").asText() + " " + component.path("scope").asText());
    }
    assertThat(scopes).containsExactly("node ", "a required", "t excluded");
    assertThat(bom(Map.of()).path("serialNumber")).isEqualTo(bom.path("serialNumber"));
  }
}
