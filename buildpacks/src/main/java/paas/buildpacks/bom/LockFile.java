package paas.buildpacks.bom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A kind of lock file, and how to read what it names. Texts are a stranger's: what fits counts. */
record LockFile(String file, Function<String, List<Component>> reader) {
  static final List<LockFile> ALL =
      List.of(
          new LockFile("package-lock.json", LockFile::npm),
          new LockFile("npm-shrinkwrap.json", LockFile::npm),
          new LockFile("yarn.lock", LockFile::yarn),
          new LockFile("pnpm-lock.yaml", LockFile::pnpm),
          new LockFile("bun.lock", LockFile::bun),
          new LockFile("uv.lock", LockFile::python),
          new LockFile("poetry.lock", LockFile::python),
          new LockFile("pdm.lock", LockFile::python),
          new LockFile("Pipfile.lock", LockFile::pipenv),
          new LockFile("requirements.txt", LockFile::requirements),
          new LockFile("go.sum", LockFile::go),
          new LockFile("Cargo.lock", LockFile::cargo),
          new LockFile("Gemfile.lock", LockFile::gems),
          new LockFile("composer.lock", LockFile::composer),
          new LockFile("mix.lock", LockFile::hex),
          new LockFile("gradle.lockfile", LockFile::gradle),
          new LockFile("pom.xml", LockFile::pom));

  private static final String VALUE = "[^\\s\"',;{}()]{1,200}";
  private static final Pattern YARN_ENTRY =
      Pattern.compile(
          "(?m)^\"?((?:@[^@\\s\"/]{1,100}/)?[^@\\s\"]{1,200})@[^\\n]{1,4000}:\\r?\\n"
              + "(?:  [^\\n]*\\n){0,3}?  version:? \"?("
              + VALUE
              + ")\"?\\r?$");
  private static final Pattern PNPM_KEY =
      Pattern.compile(
          "(?m)^  '?/?((?:@[^@\\s'/]{1,100}/)?[^@\\s'/]{1,200})[@/](\\d[^\\s'():]{0,100})"
              + "(?:\\([^\\n]{0,2000})?'?:");
  private static final Pattern BUN_LINE =
      Pattern.compile(
          "(?m)^    \"[^\"\\n]{1,300}\": \\[\"((?:@[^@\"/]{1,100}/)?[^@\"]{1,200})@(\\d[^\"]{0,100})\"");
  private static final Pattern TABLE =
      Pattern.compile(
          "(?m)^\\[\\[package]]\\s*^name = \"(" + VALUE + ")\"\\s*^version = \"(" + VALUE + ")\"");
  private static final Pattern PINNED =
      Pattern.compile(
          "(?m)^([A-Za-z0-9][A-Za-z0-9._-]{0,100})(?:\\[[^\\]\\n]{0,200}])?\\s{0,5}===?\\s{0,5}("
              + VALUE
              + ")");
  private static final Pattern GO_SUM = Pattern.compile("(?m)^(\\S{1,300}) (v[^\\s/]{1,100}) h1:");
  private static final Pattern GEM =
      Pattern.compile("(?m)^    ([A-Za-z0-9_.-]{1,100}) \\((\\d[^\\s)]{0,100})\\)$");
  private static final Pattern HEX =
      Pattern.compile(
          "(?m)^  \"[^\"\\n]{1,100}\": \\{:hex, :([a-z0-9_]{1,100}), \"([^\"\\n]{1,100})\"");
  private static final Pattern GRADLE_LINE =
      Pattern.compile("(?m)^([^\\s:=#]{1,200}):([^\\s:=]{1,200}):([^\\s:=]{1,100})=");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>([^<${}\\s]{1,200})</groupId>\\s*<artifactId>([^<${}\\s]{1,200})"
              + "</artifactId>\\s*<version>([^<${}\\s]{1,100})</version>");

  List<Component> read(String text) {
    return reader.apply(text);
  }

  private static List<Component> each(
      String text, Pattern pattern, Function<MatchResult, Component> made) {
    return pattern.matcher(text).results().map(made).toList();
  }

  private static List<Component> tables(String text, String type) {
    return each(text, TABLE, m -> Component.of(type, m.group(1), m.group(2)));
  }

  private static List<Component> bun(String text) {
    return each(text, BUN_LINE, LockFile::npmName);
  }

  private static List<Component> python(String text) {
    return tables(text, "pypi");
  }

  private static List<Component> cargo(String text) {
    return tables(text, "cargo");
  }

  private static List<Component> requirements(String text) {
    return each(text, PINNED, m -> Component.of("pypi", pypi(m.group(1)), m.group(2)));
  }

  private static List<Component> go(String text) {
    return each(text, GO_SUM, m -> Component.grouped("golang", m.group(1), m.group(2), false));
  }

  private static List<Component> gems(String text) {
    return each(text, GEM, m -> Component.of("gem", m.group(1), m.group(2)));
  }

  private static List<Component> hex(String text) {
    return each(text, HEX, m -> Component.of("hex", m.group(1), m.group(2)));
  }

  private static List<Component> gradle(String text) {
    return each(text, GRADLE_LINE, LockFile::maven);
  }

  private static List<Component> pom(String text) {
    return each(text, DEPENDENCY, LockFile::maven);
  }

  private static List<Component> yarn(String text) {
    // What is a folder of the app itself is no package.
    return each(text, YARN_ENTRY, LockFile::npmName).stream()
        .filter(c -> !c.version().startsWith("0.0.0-use.local"))
        .toList();
  }

  private static List<Component> pnpm(String text) {
    return each(text, PNPM_KEY, LockFile::npmName);
  }

  private static Component npmName(MatchResult match) {
    return Component.grouped("npm", match.group(1), match.group(2), false);
  }

  private static Component maven(MatchResult match) {
    return new Component("maven", match.group(1), match.group(2), match.group(3), false);
  }

  /** PyPI takes no notice of case, nor of which of the three signs stands between words. */
  private static String pypi(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  private static List<Component> npm(String text) {
    JsonNode root = json(text);
    List<Component> found = new ArrayList<>();
    root.path("packages")
        .properties()
        .forEach(entry -> {
          String path = entry.getKey();
          int at = path.lastIndexOf("node_modules/");
          JsonNode node = entry.getValue();
          if (at >= 0 && !node.path("link").asBoolean()) {
            String name = node.path("name").asText(path.substring(at + "node_modules/".length()));
            add(found, "npm", name, node, node.path("dev").asBoolean());
          }
        });
    if (!root.has("packages")) {
      older(root.path("dependencies"), found, 0);
    }
    return found;
  }

  private static void older(JsonNode dependencies, List<Component> found, int depth) {
    dependencies
        .properties()
        .forEach(entry -> {
          add(
              found,
              "npm",
              entry.getKey(),
              entry.getValue(),
              entry.getValue().path("dev").asBoolean());
          if (depth < 50) {
            older(entry.getValue().path("dependencies"), found, depth + 1);
          }
        });
  }

  private static List<Component> pipenv(String text) {
    List<Component> found = new ArrayList<>();
    JsonNode root = json(text);
    Stream.of("default", "develop")
        .forEach(part ->
            root.path(part)
                .properties()
                .forEach(entry -> {
                  String version = entry.getValue().path("version").asText();
                  if (version.startsWith("==")) {
                    boolean develop = part.equals("develop");
                    String name = pypi(entry.getKey());
                    found.add(new Component("pypi", "", name, version.substring(2), develop));
                  }
                }));
    return found;
  }

  private static List<Component> composer(String text) {
    List<Component> found = new ArrayList<>();
    JsonNode root = json(text);
    root.path("packages")
        .forEach(node -> add(found, "composer", node.path("name").asText(), node, false));
    root.path("packages-dev")
        .forEach(node -> add(found, "composer", node.path("name").asText(), node, true));
    return found;
  }

  private static void add(
      List<Component> found, String type, String name, JsonNode node, boolean development) {
    String version = node.path("version").asText();
    if (!name.isEmpty() && !version.isEmpty()) {
      found.add(Component.grouped(type, name, version, development));
    }
  }

  /** A lock file that is broken ends the build in its own words; here it names nothing. */
  private static JsonNode json(String text) {
    JsonMapper mapper = JsonMapper.builder().enable(JsonReadFeature.ALLOW_TRAILING_COMMA).build();
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      return mapper.createObjectNode();
    }
  }
}
