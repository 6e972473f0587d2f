package paas.buildpacks.python;

import static paas.buildpacks.python.PythonModules.assigned;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

/** Finds what a Python app starts, by reading its files. */
final class PythonStart {
  private static final String STREAMLIT = "Streamlit";
  private static final Pattern FASTAPI = assigned("FastAPI");
  private static final Pattern FLASK = assigned("Flask");
  private static final Pattern CELERY = assigned("Celery");
  private static final Pattern FACTORY =
      Pattern.compile("(?m)^def\\s+(create_app|make_app)\\s*\\(");
  private static final Pattern USES_STREAMLIT =
      Pattern.compile("(?m)^\\s*(?:import|from)\\s+streamlit\\b");
  private static final Pattern LAUNCHES = Pattern.compile("(?m)\\.launch\\(");

  private final SourceTree tree;
  private final Requirements requirements;
  private final String file;
  private final List<String> notices;
  private final PythonModules modules;
  private final Optional<Django> django;

  /**
   * @param file where the app names its packages
   * @param notices receives what a person should know about the choice
   */
  PythonStart(SourceTree tree, Requirements requirements, String file, List<String> notices) {
    this.tree = tree;
    this.requirements = requirements;
    this.file = file;
    this.notices = notices;
    modules = new PythonModules(tree);
    django = Django.in(tree);
  }

  /**
   * What is started, by type.
   *
   * @param program what the project names for itself, where nothing else tells
   */
  Map<String, StartCommand> processes(Optional<StartCommand> program) {
    var processes = new LinkedHashMap<String, StartCommand>();
    web().or(() -> program).ifPresent(web -> processes.put("web", web));
    django.flatMap(Django::migrate).ifPresent(migrate -> processes.put("release", migrate));
    worker().ifPresent(worker -> processes.put("worker", worker));
    return processes;
  }

  /** What is made of the source before it can start. */
  Optional<BuildStep> build() {
    return django.flatMap(project -> project.collectStatic(requirements.has("whitenoise")));
  }

  /** A path that answers when the app is ready, where its framework has one. */
  @Nullable String healthPath(Map<String, StartCommand> processes) {
    StartCommand web = processes.get("web");
    return web != null && web.origin().equals(STREAMLIT) ? "/_stcore/health" : null;
  }

  private Optional<StartCommand> web() {
    return django
        .map(this::django)
        .or(this::streamlit)
        .or(this::fastApi)
        .or(this::flask)
        .or(this::gradio)
        .or(this::script);
  }

  private StartCommand django(Django project) {
    if (requirements.has("gunicorn") && tree.isFile(project.folder() + "wsgi.py")) {
      return command(Django.NAME, "gunicorn --bind 0.0.0.0:$PORT " + project.project() + ".wsgi");
    }
    if (requirements.has("uvicorn") && tree.isFile(project.folder() + "asgi.py")) {
      return command(Django.NAME, uvicorn(project.project() + ".asgi:application"));
    }
    notices.add("Django's own server is used. For production add gunicorn to " + file + ".");
    return command(Django.NAME, "python manage.py runserver --noreload 0.0.0.0:$PORT");
  }

  private Optional<StartCommand> streamlit() {
    if (!requirements.has("streamlit")) {
      return Optional.empty();
    }
    return Optional.of("streamlit_app.py")
        .filter(tree::isFile)
        .or(() -> modules.fileWith(USES_STREAMLIT))
        .map(script ->
            command(
                STREAMLIT,
                "streamlit run "
                    + script
                    + " --server.address 0.0.0.0 --server.port $PORT --server.headless true"
                    + " --browser.gatherUsageStats false"));
  }

  private Optional<StartCommand> fastApi() {
    boolean hasServer =
        requirements.has("uvicorn")
            || requirements.has("fastapi[standard]")
            || requirements.has("fastapi[all]");
    if (!requirements.has("fastapi")) {
      return Optional.empty();
    }
    Optional<String> app = modules.find(FASTAPI);
    if (app.isPresent() && !hasServer) {
      notices.add("FastAPI brings no server: add uvicorn to " + file + ".");
      return Optional.empty();
    }
    return app.map(name -> command("FastAPI", uvicorn(name)));
  }

  private Optional<StartCommand> flask() {
    if (!requirements.has("flask")) {
      return Optional.empty();
    }
    return modules
        .find(FLASK)
        .or(() -> modules.find(FACTORY).map(name -> name + "()"))
        .map(this::flask);
  }

  private StartCommand flask(String app) {
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
  }

  /** Gradio is told by its environment where to listen, whatever the script says. */
  private Optional<StartCommand> gradio() {
    return Optional.of(requirements.has("gradio"))
        .filter(required -> required)
        .flatMap(required -> modules.fileWith(LAUNCHES))
        .map(script ->
            command(
                "Gradio",
                "env GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=$PORT python " + script));
  }

  private Optional<StartCommand> script() {
    return Stream.of("main.py", "app.py", "server.py")
        .filter(tree::isFile)
        .findFirst()
        .map(script -> command(script, "python " + script));
  }

  private Optional<StartCommand> worker() {
    if (!requirements.has("celery")) {
      return Optional.empty();
    }
    return django
        .filter(project -> tree.isFile(project.folder() + "celery.py"))
        .map(Django::project)
        .or(() -> modules.find(CELERY))
        .map(app -> command("Celery", "celery --app " + app + " worker --loglevel INFO"));
  }

  private static String uvicorn(String app) {
    return "uvicorn " + app + " --host 0.0.0.0 --port $PORT";
  }

  private static StartCommand command(String origin, String line) {
    return new StartCommand(line, origin);
  }
}
