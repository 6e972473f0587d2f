package paas;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
import org.yaml.snakeyaml.nodes.Tag;
import paas.buildpacks.source.Nearest;
import paas.model.Printable;
import paas.model.UserError;

/** Reads a settings file into its record; what it does not say stays as it was. */
final class SettingsReader {
  private final String file;

  private SettingsReader(String file) {
    this.file = file;
  }

  /**
   * Reads {@code file}, if there is one.
   *
   * @throws UserError of wrong usage, one sentence with the line, when anything in it is not
   *     understood
   */
  static SettingsFile read(Path file) {
    // One that is there and cannot be read must not pass for none.
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return SettingsFile.DEFAULT;
    }
    try {
      return new SettingsReader(file.toString()).read(Files.readString(file));
    } catch (AccessDeniedException e) {
      String self = System.getProperty("user.name", "");
      throw UserError.usage(
          file + " may not be read by " + self, "chown " + self + " " + file + ", or chmod u+r");
    } catch (NoSuchFileException e) {
      throw UserError.usage(file + " is a link to a file that is not there", "mend the link");
    } catch (IOException e) {
      throw UserError.usage(file + " cannot be read as text: " + e.getMessage(), "");
    }
  }

  private SettingsFile read(String text) {
    LoaderOptions options = new LoaderOptions();
    // Nodes only: they know their lines, and no object is ever made of them.
    Yaml yaml = new Yaml(new SafeConstructor(options));
    try {
      Node top = yaml.compose(new StringReader(text));
      return top == null
          ? SettingsFile.DEFAULT
          : (SettingsFile) section(top, SettingsFile.DEFAULT, "");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw refused(line, "is not YAML: " + Printable.of(String.valueOf(e.getProblem())));
    } catch (YAMLException e) {
      throw refused(1, "is not YAML: " + Printable.of(firstLine(e)));
    }
  }

  /** A record like {@code usual}, with what the mapping says in place of what {@code usual} has. */
  private Record section(Node node, Record usual, String path) {
    RecordComponent[] components = usual.getClass().getRecordComponents();
    Map<String, Node> given =
        given(node, path, Arrays.stream(components).map(SettingsReader::key).toList());
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = key(components[i]);
      Object before = got(usual, components[i]);
      Node value = given.get(key);
      values[i] = value == null ? before : value(value, before, path + key);
    }
    try {
      return made(usual, components, values);
    } catch (BadSetting e) {
      throw refused(line(given.getOrDefault(e.key(), node)), path + e.key() + " " + e.problem());
    }
  }

  private Object value(Node node, Object before, String path) {
    if (before instanceof Record inner) {
      return section(node, inner, path + ".");
    }
    try {
      return SettingValue.like(before, node);
    } catch (SettingValue.Unfit e) {
      throw refused(line(node), path + " must be " + e.getMessage());
    }
  }

  /** The values of a mapping by their keys, all of which are known and there once. */
  private Map<String, Node> given(Node node, String path, List<String> known) {
    Map<String, Node> given = new LinkedHashMap<>();
    if (node.getTag().equals(Tag.NULL)) {
      return given;
    }
    if (!(node instanceof MappingNode mapping)) {
      String what = path.isEmpty() ? "the file" : path.substring(0, path.length() - 1);
      throw refused(line(node), what + " must hold settings, as KEY: VALUE lines");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
      int line = line(tuple.getKeyNode());
      if (!known.contains(key)) {
        throw refused(
            line,
            "there is no setting " + path + Printable.of(key) + "; " + meant(key, path, known));
      }
      if (given.put(key, tuple.getValueNode()) != null) {
        throw refused(line, path + key + " is there twice");
      }
    }
    return given;
  }

  private static String meant(String key, String path, List<String> known) {
    return Nearest.to(key, known)
        .map(near -> "did you mean " + path + near + "?")
        .orElse("known here: " + String.join(", ", known));
  }

  private static Object got(Record of, RecordComponent component) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Record made(Record like, RecordComponent[] components, Object[] values) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<? extends Record> canonical = like.getClass().getDeclaredConstructor(types);
      return canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof BadSetting bad) {
        throw bad;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code sshPort} is {@code ssh-port}. */
  static String key(RecordComponent component) {
    return component
        .getName()
        .chars()
        .mapToObj(
            c -> Character.isUpperCase(c) ? "-" + (char) Character.toLowerCase(c) : "" + (char) c)
        .collect(Collectors.joining())
        .toLowerCase(Locale.ROOT);
  }

  private static String firstLine(YAMLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private UserError refused(int line, @Nullable String problem) {
    return UserError.usage(file + " line " + line + ": " + problem, "");
  }
}
