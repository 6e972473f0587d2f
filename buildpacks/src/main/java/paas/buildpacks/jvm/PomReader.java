package paas.buildpacks.jvm;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/** Reads a pom.xml, element by element; nothing outside of it is ever fetched. */
final class PomReader {
  private static final int MAX_DEPTH = 50;
  private static final String PLUGIN = "project/build/plugins/plugin";

  private final String file;
  private final Map<String, String> texts = new HashMap<>();
  private final List<Pom.Plugin> plugins = new ArrayList<>();
  private final List<String> modules = new ArrayList<>();
  private final List<String> dependencies = new ArrayList<>();
  private final List<String> path = new ArrayList<>();
  private Map<String, String> plugin = new HashMap<>();

  private PomReader(String file) {
    this.file = file;
  }

  /**
   * The pom of a folder.
   *
   * @throws BrokenSource with the line, if it is none
   */
  static Pom read(SourceTree tree, String folder, @Nullable Pom parent) {
    String file = folder.isEmpty() ? Pom.FILE : folder + "/" + Pom.FILE;
    String text = tree.read(file).orElseThrow();
    PomReader reader = new PomReader(file);
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      reader.all(factory.createXMLStreamReader(new StringReader(text)));
    } catch (XMLStreamException e) {
      throw reader.unreadable(text, e);
    }
    if (reader.texts.keySet().stream().noneMatch(where -> where.startsWith("project/"))) {
      throw new BrokenSource(file, 1, "is no project of Maven", "It must hold <project>.");
    }
    return new Pom(
        folder, reader.texts, reader.plugins, reader.modules, reader.dependencies, parent);
  }

  private void all(XMLStreamReader xml) throws XMLStreamException {
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        path.add(xml.getLocalName());
        if (path.size() > MAX_DEPTH) {
          throw new XMLStreamException("nested too deep", xml.getLocation());
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        if (String.join("/", path).equals(PLUGIN)) {
          plugins.add(new Pom.Plugin(plugin.getOrDefault("artifactId", ""), plugin));
          plugin = new HashMap<>();
        }
        path.removeLast();
      } else if (event == XMLStreamConstants.CHARACTERS && !xml.isWhiteSpace()) {
        take(String.join("/", path), xml.getText().strip());
      }
    }
  }

  private void take(String where, String text) {
    texts.putIfAbsent(where, text);
    if (where.startsWith(PLUGIN + "/")) {
      plugin.putIfAbsent(where.substring(PLUGIN.length() + 1), text);
    } else if (where.equals("project/modules/module")) {
      modules.add(text);
    } else if (where.equals("project/dependencies/dependency/artifactId")) {
      dependencies.add(text);
    }
  }

  private BrokenSource unreadable(String text, XMLStreamException e) {
    int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
    Optional<String> merge = text.lines().filter(SourceText::isMergeMarker).findFirst();
    if (merge.isPresent()) {
      int at = text.lines().toList().indexOf(merge.get()) + 1;
      return new BrokenSource(
          file, at, "holds a merge marker", "Resolve the conflict and commit again.");
    }
    String column =
        e.getLocation() == null || e.getLocation().getColumnNumber() < 1
            ? ""
            : " (column " + e.getLocation().getColumnNumber() + ")";
    return new BrokenSource(file, line, "is not valid XML" + column, "Correct it and push again.");
  }
}
