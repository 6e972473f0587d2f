package paas.buildpacks.language;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.Nearest;
import paas.buildpacks.source.SourceTree;

/**
 * The app's own settings file, as docs/paas.app.yml shows it. What stands under {@code apps: NAME:}
 * is for the app of that name alone and wins over the rest.
 *
 * @param watch globs of the paths whose change concerns the app; empty for all
 */
public record PaasYml(Corrections corrections, List<String> watch) {
  /** The file's names; the first that is there counts. */
  public static final List<String> FILES = List.of("paas.yml", "paas.yaml");

  private static final PaasYml NOTHING = new PaasYml(Corrections.NONE, List.of());
  private static final String APPS = "apps";
  private static final String VERSIONS = "versions";
  private static final String PACKAGES = "packages";
  private static final String WATCH = "watch";
  private static final int MAX_ENTRIES = 100;
  private static final int MAX_VALUE = 4096;

  public PaasYml {
    watch = List.copyOf(watch);
  }

  /**
   * What the file of a tree says about one app; nothing where there is none.
   *
   * @throws BrokenSource with the line, when anything in it is not understood
   */
  public static PaasYml of(SourceTree tree, String app) {
    Optional<String> file = FILES.stream().filter(tree::isFile).findFirst();
    return file.map(name -> new Reader(name).read(tree.read(name).orElseThrow(), app))
        .orElse(NOTHING);
  }

  /** The keys of one app's settings. */
  static List<String> keys() {
    return Stream.concat(
            Arrays.stream(Correction.values()).map(Correction::key),
            Stream.of(VERSIONS, PACKAGES, WATCH))
        .toList();
  }

  private PaasYml over(PaasYml others) {
    return new PaasYml(
        corrections.over(others.corrections), watch.isEmpty() ? others.watch : watch);
  }

  private record Reader(String file) {

    PaasYml read(String text, String app) {
      // Nodes only: they know their lines, and no object is ever made of them.
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      try {
        Node top = yaml.compose(new StringReader(text));
        return top == null ? NOTHING : whole(top, app);
      } catch (MarkedYAMLException e) {
        var mark = e.getProblemMark();
        String at = mark == null ? "" : ", column " + (mark.getColumn() + 1);
        throw wrong(
            mark == null ? 1 : mark.getLine() + 1,
            "is not YAML (" + FirstLine.shown(String.valueOf(e.getProblem())) + at + ")",
            "Correct it and push again.");
      } catch (YAMLException e) {
        String reason = FirstLine.shown(String.valueOf(e.getMessage()));
        throw wrong(1, "is not YAML (" + reason + ")", "Correct it and push again.");
      }
    }

    private PaasYml whole(Node top, String app) {
      Map<String, Node> given =
          given(top, "the file", Stream.concat(keys().stream(), Stream.of(APPS)).toList());
      Node apps = given.remove(APPS);
      PaasYml all = one(given);
      if (apps == null) {
        return all;
      }
      PaasYml own = all;
      for (Map.Entry<String, Node> entry : given(apps, APPS, List.of()).entrySet()) {
        // Every app's part is read, so that a slip in one is told by the next push, to whichever.
        PaasYml part = one(given(entry.getValue(), APPS + "." + entry.getKey(), keys()));
        if (entry.getKey().equals(app)) {
          own = part.over(all);
        }
      }
      return own;
    }

    private PaasYml one(Map<String, Node> given) {
      Map<Correction, Said> decisions = new EnumMap<>(Correction.class);
      for (Correction decision : Correction.values()) {
        Node node = given.get(decision.key());
        if (node != null) {
          decisions.put(decision, said(node, decision.key()));
        }
      }
      Map<String, Said> versions = new TreeMap<>();
      Node asked = given.get(VERSIONS);
      if (asked != null) {
        given(asked, VERSIONS, List.of())
            .forEach((tool, v) -> versions.put(tool, said(v, VERSIONS + "." + tool)));
      }
      List<Said> packages = list(given.get(PACKAGES), PACKAGES);
      List<String> watch = list(given.get(WATCH), WATCH).stream().map(Said::value).toList();
      return new PaasYml(new Corrections(decisions, versions, packages), watch);
    }

    private List<Said> list(@Nullable Node node, String key) {
      if (node == null) {
        return List.of();
      }
      if (!(node instanceof SequenceNode sequence)) {
        return List.of(said(node, key));
      }
      if (sequence.getValue().size() > MAX_ENTRIES) {
        throw wrong(line(node), "has more than " + MAX_ENTRIES + " " + key, "Name fewer.");
      }
      List<Said> said = new ArrayList<>();
      sequence.getValue().forEach(entry -> said.add(said(entry, key)));
      return said;
    }

    private Said said(Node node, String key) {
      if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
        throw wrong(line(node), "has a \"" + key + "\" that is not text", "Write one value.");
      }
      String value = scalar.getValue().strip();
      boolean fit =
          !value.isEmpty()
              && value.length() <= MAX_VALUE
              && value.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t');
      if (!fit) {
        throw wrong(
            line(node), "has a \"" + key + "\" that is not one line of text", "Write one line.");
      }
      return new Said(value, file, line(node));
    }

    /** The values of a mapping by their keys, each there once and, where a list is given, in it. */
    private Map<String, Node> given(Node node, String what, List<String> known) {
      Map<String, Node> given = new LinkedHashMap<>();
      if (node.getTag().equals(Tag.NULL)) {
        return given;
      }
      if (!(node instanceof MappingNode mapping)) {
        throw wrong(line(node), "must hold \"KEY: VALUE\" lines in " + what, "Write them so.");
      }
      for (NodeTuple tuple : mapping.getValue()) {
        String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
        if (!known.isEmpty() && !known.contains(key)) {
          String problem = "has the key \"" + FirstLine.shown(key) + "\", which means nothing here";
          throw wrong(line(tuple.getKeyNode()), problem, meant(key, known));
        }
        if (given.put(key, tuple.getValueNode()) != null) {
          String problem = "has the key \"" + FirstLine.shown(key) + "\" again";
          throw wrong(line(tuple.getKeyNode()), problem, "Keep one of them.");
        }
      }
      return given;
    }

    private static String meant(String key, List<String> known) {
      return Nearest.to(key, known)
          .map(near -> "Did you mean " + near + "?")
          .orElseGet(() -> "Known: " + known.stream().collect(Collectors.joining(", ")) + ".");
    }

    private static int line(Node node) {
      return node.getStartMark().getLine() + 1;
    }

    private BrokenSource wrong(int line, String problem, String remedy) {
      return new BrokenSource(file, line, problem, remedy);
    }
  }
}
