package paas.buildpacks.ruby;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

/** Finds what a Ruby app starts: Rails, Rack, Sinatra or a script. */
record RubyStart(SourceTree tree, Gemfile gemfile) {
  private static final String RAILS = "Rails";
  private static final String RACK = "config.ru";
  private static final Pattern SINATRA =
      Pattern.compile("(?m)^\\s*require\\s*\\(?\\s*[\"']sinatra[\"']");
  private static final Pattern HEALTH = Pattern.compile("(?m)^[^#\\n]*rails/health#show");
  private static final List<String> PIPELINES =
      List.of("sprockets", "sprockets-rails", "propshaft");
  private static final List<String> OTHER_ASSETS =
      List.of("shakapacker", "webpacker", "vite_rails", "vite_ruby");

  boolean isRails() {
    return gemfile.has("railties") || gemfile.has("rails");
  }

  Map<String, StartCommand> processes() {
    var processes = new LinkedHashMap<String, StartCommand>();
    web().ifPresent(web -> processes.put("web", web));
    if (isRails() && migrates()) {
      processes.put("release", command(RAILS, "bundle exec rails db:migrate"));
    }
    worker().ifPresent(worker -> processes.put("worker", worker));
    return processes;
  }

  /** Rails answers there without a look at the database. */
  @Nullable String healthPath() {
    boolean answers = isRails() && HEALTH.matcher(tree.read("config/routes.rb").orElse("")).find();
    return answers ? "/up" : null;
  }

  Optional<BuildStep> assets() {
    boolean pipeline = PIPELINES.stream().anyMatch(gemfile::has);
    boolean others = OTHER_ASSETS.stream().anyMatch(gemfile::has);
    if (!isRails() || !(pipeline || others)) {
      return Optional.empty();
    }
    return Optional.of(
        new BuildStep(
            BuildStep.Role.BUILD,
            "assets:precompile",
            List.of(Recipe.WHOLE_TREE),
            List.of(List.of("bundle", "exec", "rails", "assets:precompile")),
            List.of(),
            others ? List.of() : List.of("public/assets")));
  }

  private boolean migrates() {
    return gemfile.has("activerecord") || tree.isFile("config/database.yml");
  }

  private Optional<StartCommand> web() {
    if (isRails() && !gemfile.has("puma")) {
      return Optional.of(command(RAILS, "bundle exec rails server --binding 0.0.0.0 --port $PORT"));
    }
    if (isRails() || tree.isFile(RACK)) {
      return Optional.of(command(isRails() ? RAILS : RACK, rack()));
    }
    return Stream.of("app.rb", "server.rb", "main.rb")
        .filter(tree::isFile)
        .findFirst()
        .map(this::script);
  }

  private String rack() {
    if (gemfile.has("puma")) {
      return "bundle exec puma --bind tcp://0.0.0.0:$PORT";
    }
    if (gemfile.has("falcon")) {
      return "bundle exec falcon serve --bind http://0.0.0.0:$PORT";
    }
    return gemfile.has("unicorn")
        ? "bundle exec unicorn --host 0.0.0.0 --port $PORT"
        : "bundle exec rackup --host 0.0.0.0 --port $PORT";
  }

  private StartCommand script(String file) {
    boolean sinatra = SINATRA.matcher(tree.read(file).orElse("")).find();
    return sinatra
        ? command("Sinatra", "bundle exec ruby " + file + " -o 0.0.0.0 -p $PORT -e production")
        : command(file, "bundle exec ruby " + file);
  }

  private Optional<StartCommand> worker() {
    if (gemfile.has("sidekiq")) {
      return Optional.of(command("Sidekiq", "bundle exec sidekiq"));
    }
    return gemfile.has("solid_queue") && isRails()
        ? Optional.of(command("Solid Queue", "bundle exec rails solid_queue:start"))
        : Optional.empty();
  }

  private static StartCommand command(String origin, String line) {
    return new StartCommand(line, origin);
  }
}
