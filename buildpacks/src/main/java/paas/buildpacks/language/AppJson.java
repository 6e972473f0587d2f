package paas.buildpacks.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.Procfile;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Wishes;
import paas.buildpacks.plan.Wishes.Source;
import paas.buildpacks.plan.Wishes.Variable;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceTree;

/**
 * An app.json, as other platforms have it. Keys that mean nothing here are passed over, as they do.
 *
 * @param commands of a deploy, by process type
 * @param healthPath null where it names none
 * @param wishes null where it has none
 * @param notices what of it does nothing here
 */
public record AppJson(
    Map<String, StartCommand> commands,
    @Nullable String healthPath,
    @Nullable Wishes wishes,
    List<String> notices) {
  public static final String FILE = "app.json";

  private static final AppJson NOTHING = new AppJson(Map.of(), null, null, List.of());
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
  private static final int MOST_VARIABLES = 200;
  private static final int MOST_PROCESSES = 100;
  private static final int LONGEST_VALUE = 65_536;
  private static final List<String> UNUSED = List.of("cron", "addons");

  public AppJson {
    commands = Map.copyOf(commands);
    notices = List.copyOf(notices);
  }

  /**
   * That of a tree; nothing where there is none.
   *
   * @throws BrokenSource if it cannot be understood
   */
  public static AppJson in(SourceTree tree) {
    Optional<String> text = tree.read(FILE);
    if (text.isEmpty()) {
      return NOTHING;
    }
    JsonNode file = Json.object(FILE, text.get());
    JsonNode scripts = Json.child(FILE, file, "scripts");
    Wishes wishes =
        new Wishes(config(file), counts(file), command(scripts, "postdeploy").orElse(null));
    boolean asks = !wishes.equals(new Wishes(List.of(), Map.of(), null));
    HealthChecks checks = HealthChecks.in(file);
    List<String> notices = new ArrayList<>(notices(file));
    notices.addAll(checks.notices());
    return new AppJson(commands(scripts), checks.path(), asks ? wishes : null, notices);
  }

  private static List<String> notices(JsonNode file) {
    List<String> notices = new ArrayList<>();
    for (String key : UNUSED) {
      if (!file.path(key).isEmpty()) {
        notices.add("app.json names " + key + ", which is not used here yet.");
      }
    }
    return notices;
  }

  private static Map<String, StartCommand> commands(JsonNode scripts) {
    Map<String, StartCommand> commands = new LinkedHashMap<>();
    command(scripts, "predeploy").ifPresent(line -> put(commands, "predeploy", line));
    JsonNode each = Json.child(FILE, scripts, "dokku");
    for (String type : List.of("predeploy", "postdeploy")) {
      command(each, type).ifPresent(line -> put(commands, type, line));
    }
    return commands;
  }

  private static void put(Map<String, StartCommand> commands, String type, String line) {
    commands.put(type, new StartCommand(line, FILE));
  }

  private static Optional<String> command(JsonNode scripts, String name) {
    @Nullable String line = Json.text(FILE, scripts, name);
    if (line == null || line.isBlank()) {
      return Optional.empty();
    }
    if (!StartCommand.isOneLine(line)) {
      throw wrong(
          "has a script \""
              + name
              + "\" that is not one line of at most "
              + StartCommand.MAX_LENGTH
              + " characters",
          "Put it into a file and call that.");
    }
    return Optional.of(line);
  }

  private static List<Variable> config(JsonNode file) {
    List<Variable> config = new ArrayList<>();
    JsonNode env = Json.child(FILE, file, "env");
    if (env.size() > MOST_VARIABLES) {
      throw wrong("has more than " + MOST_VARIABLES + " keys in \"env\"", "Name fewer.");
    }
    for (Map.Entry<String, JsonNode> entry : env.properties()) {
      if (!NAME.matcher(entry.getKey()).matches()) {
        throw wrong(
            "names \"" + FirstLine.shown(entry.getKey()) + "\" in \"env\", which is no variable",
            "A name has letters, digits and '_', and starts with no digit.");
      }
      config.add(variable(entry.getKey(), entry.getValue()));
    }
    return config;
  }

  private static Variable variable(String name, JsonNode said) {
    JsonNode value = said.isObject() ? said.path("value") : said;
    if (value.isValueNode() && !value.isNull()) {
      String text = value.asText();
      if (text.length() > LONGEST_VALUE || text.indexOf('\0') >= 0) {
        throw wrong("has a value of \"" + name + "\" that no config can hold", "Shorten it.");
      }
      return new Variable(name, Source.VALUE, text);
    }
    if (!said.isObject() || value.isContainerNode()) {
      throw wrong(
          "has a \"" + name + "\" in \"env\" that is neither text nor an object",
          "Write {\"value\": \"...\"}, {\"generator\": \"secret\"} or {\"required\": true}.");
    }
    if (said.path("generator").asText().equals("secret")) {
      return new Variable(name, Source.GENERATED, "");
    }
    boolean required = said.path("required").asBoolean();
    return new Variable(name, required ? Source.REQUIRED : Source.OPTIONAL, "");
  }

  private static Map<String, Integer> counts(JsonNode file) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : Json.child(FILE, file, "formation").properties()) {
      JsonNode quantity = entry.getValue().path("quantity");
      if (quantity.isMissingNode()) {
        continue;
      }
      int count = quantity.isInt() ? quantity.intValue() : -1;
      if (count < 0 || count > MOST_PROCESSES) {
        throw wrong(
            "has a quantity of " + FirstLine.shown(entry.getKey()) + " that is out of range",
            "Write a number from 0 to " + MOST_PROCESSES + ".");
      }
      if (Procfile.isType(entry.getKey())) {
        counts.put(entry.getKey(), count);
      }
    }
    return counts;
  }

  private static BrokenSource wrong(String problem, String remedy) {
    return new BrokenSource(FILE, 0, problem, remedy);
  }
}
