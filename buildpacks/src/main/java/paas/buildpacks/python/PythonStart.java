package paas.buildpacks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

/** Finds how a Python web app starts, by reading its files. */
final class PythonStart {
  private static final List<String> USUAL =
      List.of("main.py", "app.py", "server.py", "wsgi.py", "asgi.py", "api.py", "application.py");
  private static final List<String> USUAL_FOLDERS = List.of("app/", "src/", "api/", "server/");
  private static final Pattern SETTINGS =
      Pattern.compile("DJANGO_SETTINGS_MODULE[\"']\\s*,\\s*[\"']([A-Za-z_][\\w.]*)[\"']");
  private static final Pattern FASTAPI = assigned("FastAPI");
  private static final Pattern FLASK = assigned("Flask");
  private static final Pattern FACTORY =
      Pattern.compile("(?m)^def\\s+(create_app|make_app)\\s*\\(");
  private static final Pattern MODULE_FILE = Pattern.compile("[A-Za-z_]\\w*\\.py");
  private static final Pattern MODULE_FOLDER = Pattern.compile("[A-Za-z_]\\w*/");
  private static final int MAX_FILES = 100;

  private final SourceTree tree;
  private final Requirements requirements;
  private final String file;
  private final List<String> notices;

  /**
   * @param file where the app names its packages
   * @param notices receives what a person should know about the choice
   */
  PythonStart(SourceTree tree, Requirements requirements, String file, List<String> notices) {
    this.tree = tree;
    this.requirements = requirements;
    this.file = file;
    this.notices = notices;
  }

  Optional<StartCommand> find() {
    return django().or(this::fastApi).or(this::flask).or(this::script);
  }

  private Optional<StartCommand> django() {
    Optional<String> settings =
        text("manage.py")
            .flatMap(text -> SETTINGS.matcher(text).results().findFirst())
            .map(found -> found.group(1));
    if (settings.isEmpty()) {
      return Optional.empty();
    }
    String project = settings.get().replaceFirst("\\.settings(\\..*)?$", "");
    String folder = project.replace('.', '/') + "/";
    if (requirements.has("gunicorn") && tree.isFile(folder + "wsgi.py")) {
      return command("Django", "gunicorn --bind 0.0.0.0:$PORT " + project + ".wsgi");
    }
    if (requirements.has("uvicorn") && tree.isFile(folder + "asgi.py")) {
      return command("Django", uvicorn(project + ".asgi:application"));
    }
    notices.add("Django's own server is used. For production add gunicorn to " + file + ".");
    return command("Django", "python manage.py runserver --noreload 0.0.0.0:$PORT");
  }

  private Optional<StartCommand> fastApi() {
    boolean hasServer =
        requirements.has("uvicorn")
            || requirements.has("fastapi[standard]")
            || requirements.has("fastapi[all]");
    if (!requirements.has("fastapi")) {
      return Optional.empty();
    }
    Optional<String> app = module(FASTAPI, false);
    if (app.isPresent() && !hasServer) {
      notices.add("FastAPI brings no server: add uvicorn to " + file + ".");
      return Optional.empty();
    }
    return app.flatMap(name -> command("FastAPI", uvicorn(name)));
  }

  private Optional<StartCommand> flask() {
    if (!requirements.has("flask")) {
      return Optional.empty();
    }
    return module(FLASK, true)
        .flatMap(app -> {
          String shown = app.endsWith(")") ? "'" + app + "'" : app;
          if (requirements.has("gunicorn")) {
            return command("Flask", "gunicorn --bind 0.0.0.0:$PORT " + shown);
          }
          if (requirements.has("waitress")) {
            String call = app.endsWith("()") ? "--call " + app.replace("()", "") : app;
            return command("Flask", "waitress-serve --listen=0.0.0.0:$PORT " + call);
          }
          notices.add("Flask's own server is used. For production add gunicorn to " + file + ".");
          return command("Flask", "flask --app " + shown + " run --host 0.0.0.0 --port $PORT");
        });
  }

  private Optional<StartCommand> script() {
    return Stream.of("main.py", "app.py", "server.py")
        .filter(tree::isFile)
        .findFirst()
        .flatMap(file -> command(file, "python " + file));
  }

  private static String uvicorn(String app) {
    return "uvicorn " + app + " --host 0.0.0.0 --port $PORT";
  }

  private static Optional<StartCommand> command(String origin, String line) {
    return Optional.of(new StartCommand(line, origin));
  }

  /** The {@code module:variable} that the pattern finds first, usual places before others. */
  private Optional<String> module(Pattern assigned, boolean orFactory) {
    List<String> files = candidates();
    return files.stream()
        .flatMap(file -> found(file, assigned, "").stream())
        .findFirst()
        .or(() ->
            files.stream()
                .filter(file -> orFactory)
                .flatMap(file -> found(file, FACTORY, "()").stream())
                .findFirst());
  }

  private Optional<String> found(String file, Pattern pattern, String suffix) {
    Matcher matcher = pattern.matcher(text(file).orElse(""));
    return matcher.find()
        ? Optional.of(moduleOf(file) + ":" + matcher.group(1) + suffix)
        : Optional.empty();
  }

  private static String moduleOf(String file) {
    return file.replaceFirst("(/__init__)?\\.py$", "").replace('/', '.');
  }

  private List<String> candidates() {
    var files = new ArrayList<String>();
    files.addAll(USUAL);
    USUAL_FOLDERS.forEach(f -> files.add(f + "__init__.py"));
    USUAL_FOLDERS.forEach(f -> USUAL.forEach(name -> files.add(f + name)));
    files.addAll(modules(""));
    tree.list("").stream()
        .filter(name -> MODULE_FOLDER.matcher(name).matches())
        .limit(MAX_FILES)
        .forEach(folder -> files.addAll(modules(folder)));
    return files.stream().distinct().filter(tree::isFile).limit(MAX_FILES).toList();
  }

  private List<String> modules(String folder) {
    String path = folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1);
    return tree.list(path).stream()
        .filter(name -> MODULE_FILE.matcher(name).matches())
        .limit(MAX_FILES)
        .map(name -> folder + name)
        .toList();
  }

  /** A source file in another encoding is no reason to fail: it is only not looked at. */
  private Optional<String> text(String file) {
    try {
      return tree.read(file);
    } catch (BrokenSource e) {
      return Optional.empty();
    }
  }

  private static Pattern assigned(String type) {
    return Pattern.compile(
        "(?m)^([A-Za-z_]\\w*)[ \\t]*(?::[^=\\n]{1,80})?=\\s*(?:\\w+\\.)?" + type + "\\(");
  }
}
