package paas.buildpacks.jvm;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import paas.buildpacks.language.Wish;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * What a pom.xml says that matters to a build.
 *
 * @param texts the text of each element by its path, the first of each: "project/artifactId"
 * @param plugins names of the plugins of its build
 * @param hasMain true if a plugin is told a main class
 */
record Pom(Map<String, String> texts, List<String> plugins, boolean hasMain) {
  static final String FILE = "pom.xml";

  private static final int MAX_DEPTH = 50;
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_.-]{1,100})}");

  static Pom read(SourceTree tree) {
    String text = tree.read(FILE).orElseThrow();
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      return read(reader);
    } catch (XMLStreamException e) {
      throw unreadable(text, e);
    }
  }

  private static Pom read(XMLStreamReader reader) throws XMLStreamException {
    var texts = new HashMap<String, String>();
    var plugins = new ArrayList<String>();
    boolean hasMain = false;
    var path = new ArrayList<String>();
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        path.add(reader.getLocalName());
        if (path.size() > MAX_DEPTH) {
          throw new XMLStreamException("nested too deep", reader.getLocation());
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        path.removeLast();
      } else if (event == XMLStreamConstants.CHARACTERS && !reader.isWhiteSpace()) {
        String where = String.join("/", path);
        texts.putIfAbsent(where, reader.getText().strip());
        if (where.equals("project/build/plugins/plugin/artifactId")) {
          plugins.add(reader.getText().strip());
        }
        hasMain |=
            where.startsWith("project/build/plugins/")
                && (where.endsWith("/mainClass") || where.endsWith("/Main-Class"));
      }
    }
    if (texts.keySet().stream().noneMatch(where -> where.startsWith("project/"))) {
      throw new BrokenSource(FILE, 1, "is no project of Maven", "It must hold <project>.");
    }
    return new Pom(texts, plugins, hasMain);
  }

  private static BrokenSource unreadable(String text, XMLStreamException e) {
    int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
    Optional<String> merge = text.lines().filter(SourceText::isMergeMarker).findFirst();
    if (merge.isPresent()) {
      int at = text.lines().toList().indexOf(merge.get()) + 1;
      return new BrokenSource(
          FILE, at, "holds a merge marker", "Resolve the conflict and commit again.");
    }
    return new BrokenSource(FILE, line, "is not valid XML", "Correct it and push again.");
  }

  /** The Java that it is written for. */
  Optional<Wish> java() {
    return Stream.of("maven.compiler.release", "java.version", "maven.compiler.target")
        .map(name -> filledIn(texts.getOrDefault("project/properties/" + name, "")))
        .filter(value -> !value.isEmpty() && !value.contains("$"))
        .findFirst()
        .map(value -> Wish.in(FILE, value));
  }

  boolean isParent() {
    return texts.keySet().stream().anyMatch(where -> where.startsWith("project/modules/"));
  }

  boolean isSpringBoot() {
    return plugins.contains("spring-boot-maven-plugin");
  }

  /** The jar that can be started: empty if none can be, or if its name cannot be told. */
  Optional<String> runnableJar() {
    String packaging = texts.getOrDefault("project/packaging", "jar");
    if (isParent() || !packaging.equals("jar") || !(isSpringBoot() || hasMain)) {
      return Optional.empty();
    }
    String name =
        Optional.ofNullable(texts.get("project/build/finalName"))
            .orElse(texts.getOrDefault("project/artifactId", "") + "-${project.version}");
    boolean together = plugins.contains("maven-assembly-plugin") && !isSpringBoot();
    String jar = filledIn(name) + (together ? "-jar-with-dependencies" : "") + ".jar";
    return Optional.of("target/" + jar).filter(SourceText::isHarmlessPath);
  }

  /** A text with properties in the place of references, which may name others a few levels deep. */
  private String filledIn(String text) {
    String filled = text;
    for (int i = 0; i < 5 && filled.length() < 500 && filled.contains("${"); i++) {
      filled =
          REFERENCE
              .matcher(filled)
              .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }
    return filled;
  }

  private String value(String name) {
    String plain = name.startsWith("project.") ? name.substring("project.".length()) : name;
    return switch (plain) {
      case "version" ->
          texts.getOrDefault("project/version", texts.getOrDefault("project/parent/version", "$"));
      case "artifactId" -> texts.getOrDefault("project/artifactId", "$");
      default -> texts.getOrDefault("project/properties/" + name, "$");
    };
  }
}
