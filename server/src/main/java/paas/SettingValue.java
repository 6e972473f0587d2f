package paas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import paas.model.Amount;

/** Reads one value of the settings file as what its default is: a number, a time, a size ... */
final class SettingValue {
  private SettingValue() {}

  /** A value of the wrong kind; the message says what it should be. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    Unfit(String wanted) {
      super(wanted);
    }
  }

  /** The node's value, of the type of {@code usual}. */
  static Object like(Object usual, Node node) throws Unfit {
    return switch (usual) {
      case Integer _ -> number(node);
      case Long _ -> Amount.bytes(plain(node)).orElseThrow(() -> new Unfit(Amount.A_SIZE));
      case Duration _ -> Amount.time(plain(node)).orElseThrow(() -> new Unfit(Amount.A_TIME));
      case Boolean _ -> truth(node);
      case Enum<?> e -> choice(node, e);
      case List<?> _ -> texts(node);
      case Map<?, ?> _ -> pairs(node);
      case String _ -> text(node);
      default -> throw new IllegalStateException("no setting is a " + usual.getClass());
    };
  }

  private static int number(Node node) throws Unfit {
    String text = plain(node);
    if (!text.matches("0|[1-9][0-9]{0,8}")) {
      throw new Unfit("a whole number such as 2222");
    }
    return Integer.parseInt(text);
  }

  private static boolean truth(Node node) throws Unfit {
    return switch (plain(node)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Unfit("true or false");
    };
  }

  private static Enum<?> choice(Node node, Enum<?> usual) throws Unfit {
    Enum<?>[] all = usual.getDeclaringClass().getEnumConstants();
    String text = plain(node);
    for (Enum<?> one : all) {
      if (name(one).equals(text)) {
        return one;
      }
    }
    throw new Unfit(
        "one of " + Arrays.stream(all).map(SettingValue::name).collect(Collectors.joining(", ")));
  }

  private static String name(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> texts(Node node) throws Unfit {
    if (!(node instanceof SequenceNode sequence)) {
      throw new Unfit("a list such as [10.0.0.0/8]");
    }
    List<String> texts = new ArrayList<>();
    for (Node one : sequence.getValue()) {
      texts.add(text(one));
    }
    return List.copyOf(texts);
  }

  private static Map<String, String> pairs(Node node) throws Unfit {
    if (!(node instanceof MappingNode mapping)) {
      throw new Unfit("pairs such as {NAME: text}");
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      pairs.put(text(tuple.getKeyNode()), text(tuple.getValueNode()));
    }
    return Map.copyOf(pairs);
  }

  private static String text(Node node) throws Unfit {
    if (!node.getTag().equals(Tag.STR)) {
      throw new Unfit("text; a number or a word like true needs quotes around it");
    }
    return plain(node);
  }

  private static String plain(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
