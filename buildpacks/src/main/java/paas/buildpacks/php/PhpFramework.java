package paas.buildpacks.php;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

/** What is known of the framework of a PHP app. */
enum PhpFramework {
  LARAVEL("Laravel"),
  SYMFONY("Symfony"),
  NONE("index.php");

  private static final Pattern HEALTH =
      Pattern.compile("\\bhealth:\\s*['\"](/[A-Za-z0-9_./-]*)['\"]");

  private final String shown;

  PhpFramework(String shown) {
    this.shown = shown;
  }

  static PhpFramework of(SourceTree tree, ComposerJson composer) {
    if (composer.has("laravel/framework") && tree.isFile("artisan")) {
      return LARAVEL;
    }
    return composer.has("symfony/framework-bundle") && tree.isFile("bin/console") ? SYMFONY : NONE;
  }

  Map<String, StartCommand> processes(SourceTree tree, ComposerJson composer) {
    var processes = new LinkedHashMap<String, StartCommand>();
    processes.put("web", command(WebRoot.START));
    if (this == LARAVEL && !tree.list("database/migrations").isEmpty()) {
      processes.put("release", command("php artisan migrate --force"));
    }
    if (this == SYMFONY && composer.has("doctrine/doctrine-migrations-bundle")) {
      processes.put(
          "release",
          command(
              "php bin/console doctrine:migrations:migrate --no-interaction"
                  + " --allow-no-migration"));
    }
    if (this == LARAVEL) {
      processes.put("worker", command("php artisan queue:work"));
    }
    if (this == SYMFONY && composer.has("symfony/messenger")) {
      processes.put("worker", command("php bin/console messenger:consume async"));
    }
    return processes;
  }

  Map<String, String> env() {
    return switch (this) {
      case LARAVEL -> Map.of("APP_ENV", "production", "LOG_CHANNEL", "stderr");
      case SYMFONY -> Map.of("APP_ENV", "prod");
      case NONE -> Map.of();
    };
  }

  /** Laravel 11 names the path that answers when the app is ready. */
  @Nullable String healthPath(SourceTree tree) {
    if (this != LARAVEL) {
      return null;
    }
    var health = HEALTH.matcher(tree.read("bootstrap/app.php").orElse(""));
    return health.find() ? health.group(1) : null;
  }

  private StartCommand command(String line) {
    return new StartCommand(line, shown);
  }
}
