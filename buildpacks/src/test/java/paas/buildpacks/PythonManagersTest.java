package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.BuildStep;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;

/** What fills the environment of a Python app, and what is started of it. */
class PythonManagersTest {
  private static final String POETRY =
      """
      [tool.poetry]
      name = "shop"
      [tool.poetry.dependencies]
      python = "%s"
      flask = "*"
      """;

  private static MemoryTree app() {
    return MemoryTree.with("app.py", "app = Flask(__name__)\n");
  }

  private static Recipe recipe(BuildPlan plan) {
    return (Recipe) plan.build();
  }

  private static List<String> titles(BuildPlan plan) {
    return recipe(plan).steps().stream().map(BuildStep::title).toList();
  }

  private static Optional<String> command(BuildPlan plan, String type) {
    return Optional.ofNullable(plan.processes().get(type)).map(StartCommand::command);
  }

  private static BuildPlan planOf(MemoryTree tree, Map<String, String> config) {
    return ((Detection.Detected) Detector.standard().detect(tree, "shop", config)).plan();
  }

  @Test
  void ofTwoManagersTheFirstIsTakenAndTheOtherNamed() {
    MemoryTree tree =
        app()
            .and("pyproject.toml", "[project]\nname = \"shop\"\n")
            .and("uv.lock", "version = 1\n")
            .and("poetry.lock", "")
            .and("requirements.txt", "flask\n");
    assertThat(titles(tree.plan())).containsExactly("uv", "uv sync");
    assertThat(tree.plan().notices())
        .contains(
            "poetry.lock is not read: packages are installed by uv (uv.lock).",
            "requirements.txt is not read: packages are installed by uv (uv.lock).");
  }

  @Test
  void requirementsSayMoreThanAPipfileWithoutItsLock() {
    MemoryTree tree = app().and("Pipfile", "[packages]\nflask = \"*\"\n");
    assertThat(titles(tree.plan())).containsExactly("pipenv", "pipenv install");
    assertThat(tree.plan().notices()).anyMatch(n -> n.contains("Run \"pipenv lock\""));
    tree.and("requirements.txt", "flask\n");
    assertThat(titles(tree.plan())).containsExactly("pip install");
  }

  @Test
  void poetrysOwnTablesNameThePackages() {
    MemoryTree tree = app().and("pyproject.toml", POETRY.formatted("^3.12"));
    BuildPlan plan = tree.plan();
    assertThat(command(plan, "web").orElseThrow()).startsWith("flask --app app:app");
    assertThat(plan.versions().getFirst().source()).isEqualTo("python \"^3.12\"");
    assertThat(plan.notices()).anyMatch(n -> n.contains("Run \"poetry lock\""));
  }

  @Test
  void peopleMayNameAnotherManagerAndItsVersion() {
    MemoryTree tree =
        app().and("requirements.txt", "flask\n").and("pyproject.toml", POETRY.formatted("*"));
    BuildPlan plan = planOf(tree, Map.of("PAAS_PACKAGE_MANAGER", "poetry@1.8"));
    assertThat(titles(plan)).containsExactly("poetry", "poetry install");
    assertThat(recipe(plan).steps().getFirst().commands().getLast()).endsWith("poetry==1.8.*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conda|names the package manager \"conda\"|pip, uv, poetry, pdm or pipenv",
        "pdm|names the package manager pdm, of which there is no file|pdm lock",
        "uv|of which there is no file|uv lock",
      })
  void aManagerWithoutItsFileIsRefused(String named, String problem, String remedy) {
    MemoryTree tree = app().and("requirements.txt", "flask\n");
    Detection detection =
        Detector.standard().detect(tree, "shop", Map.of("PAAS_PACKAGE_MANAGER", named));
    assertThat(detection)
        .isInstanceOfSatisfying(
            Detection.Broken.class,
            broken -> {
              assertThat(broken.file()).isEqualTo("PAAS_PACKAGE_MANAGER");
              assertThat(broken.problem()).contains(problem);
              assertThat(broken.remedy()).contains(remedy);
            });
  }

  @Test
  void aBrokenPipfileIsToldWithItsLine() {
    Detection.Broken broken = app().and("Pipfile", "[packages]\nflask = \"*\n").broken();
    assertThat(broken.file()).isEqualTo("Pipfile");
    assertThat(broken.line()).isEqualTo(2);
    assertThat(app().and("Pipfile", "").and("Pipfile.lock", "{\"a\": 1,}").broken().file())
        .isEqualTo("Pipfile");
    broken = app().and("Pipfile", "[packages]\n").and("Pipfile.lock", "{\n<<<<<<< a\n").broken();
    assertThat(broken.problem()).contains("merge marker");
  }

  private static MemoryTree django(String settings, String requirements) {
    return MemoryTree.with(
            "manage.py", "os.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"shop.settings\")\n")
        .and("shop/settings.py", settings)
        .and("shop/wsgi.py", "")
        .and("requirements.txt", "django\ngunicorn\n" + requirements);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STATIC_ROOT = BASE_DIR / \"staticfiles\"|staticfiles",
        "STATIC_ROOT = BASE_DIR / 'build' / 'static'  # here|build/static",
        "STATIC_ROOT = os.path.join(BASE_DIR, \"public\", \"static\")|public/static",
        "STATIC_ROOT = str(BASE_DIR / \"static/\")|static",
        "STATIC_ROOT = BASE_DIR.joinpath(\"assets\")|assets",
        "STATIC_ROOT = env(\"STATIC_ROOT\")|.",
        "STATIC_ROOT = BASE_DIR / \"../up\"|.",
      })
  void staticFilesAreCollectedAndCopiedFromWhereTheyAre(String line, String folder) {
    BuildPlan plan = django(line + "\n", "").plan();
    assertThat(titles(plan)).containsExactly("pip install", "collectstatic");
    assertThat(recipe(plan).fromBuild()).endsWith(folder);
    assertThat(recipe(plan).buildEnv()).containsKey("SECRET_KEY");
  }

  @Test
  void nothingIsCollectedOrMigratedWhereSettingsNameNothing() {
    BuildPlan plan = django("DATABASES = {}\n", "").plan();
    assertThat(titles(plan)).containsExactly("pip install");
    assertThat(command(plan, "release")).isEmpty();
    assertThat(titles(django("", "whitenoise\n").plan())).contains("collectstatic");
  }

  @Test
  void theSchemaIsMigratedUnlessTheProcfileOrPeopleSayOtherwise() {
    String databases = "DATABASES = {\"default\": env.db()}\n";
    assertThat(command(django(databases, "").plan(), "release"))
        .contains("python manage.py migrate --noinput");
    MemoryTree named = django(databases, "").and("Procfile", "release: ./migrate.sh\n");
    assertThat(command(named.plan(), "release")).contains("./migrate.sh");
    BuildPlan off = planOf(django(databases, ""), Map.of("PAAS_RELEASE_COMMAND", "true"));
    assertThat(command(off, "release")).contains("true");
  }

  @Test
  void aCeleryAppHasAWorker() {
    MemoryTree tree =
        app()
            .and("requirements.txt", "flask\ncelery\n")
            .and("jobs/queue.py", "q = Celery(\"q\")\n");
    assertThat(command(tree.plan(), "worker"))
        .contains("celery --app jobs.queue:q worker --loglevel INFO");
    MemoryTree without = app().and("requirements.txt", "flask\ncelery\n");
    assertThat(command(without.plan(), "worker")).isEmpty();
    MemoryTree django = django("", "celery\n").and("shop/celery.py", "app = Celery(\"shop\")\n");
    assertThat(command(django.plan(), "worker"))
        .contains("celery --app shop worker --loglevel INFO");
  }
}
