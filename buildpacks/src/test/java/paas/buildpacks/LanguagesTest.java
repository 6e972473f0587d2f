package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;

class LanguagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node server.js|node server.js",
        "next start -p $PORT|next start -p $PORT",
        "node a.js && node b.js|npm start",
        "PORT=1 node a.js|npm start",
        "echo $npm_package_version|npm start",
        "node a.js > log|npm start"
      })
  void aPlainStartScriptIsStartedDirectly(String script, String command) {
    var tree = MemoryTree.with("package.json", "{\"scripts\": {\"start\": \"" + script + "\"}}");
    assertThat(tree.web().command()).isEqualTo(command);
  }

  @Test
  void hooksAroundStartNeedNpm() {
    var tree =
        MemoryTree.with(
            "package.json", "{\"scripts\": {\"start\": \"node a\", \"prestart\": \"b\"}}");
    assertThat(tree.web().command()).isEqualTo("npm start");
  }

  @ParameterizedTest
  @CsvSource({"server.js,server.js", "index.js,index.js", "lib/x.js,main"})
  void withoutAStartScriptAFileIsStarted(String file, String origin) {
    var tree = MemoryTree.with("package.json", "{\"main\": \"./lib/x\"}").and(file, "");
    assertThat(tree.web()).isEqualTo(new StartCommand("node " + file, origin));
  }

  @Test
  void anInstallHookSeesTheWholeTree() {
    var tree =
        MemoryTree.with(
                "package.json",
                "{\"main\": \"a.js\", \"dependencies\": {\"x\": \"1\"}, \"scripts\":"
                    + " {\"postinstall\": \"p\"}}")
            .and("a.js", "");
    Recipe recipe = (Recipe) tree.plan().build();
    assertThat(recipe.steps().getFirst().needs()).containsExactly(".");
    assertThat(recipe.fromBuild()).containsExactly(".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flask gunicorn|app = Flask(__name__)|gunicorn --bind 0.0.0.0:$PORT app:app",
        "Flask gunicorn|def create_app():|gunicorn --bind 0.0.0.0:$PORT 'app:create_app()'",
        "flask waitress|x = flask.Flask('x')|waitress-serve --listen=0.0.0.0:$PORT app:x",
        "flask|app: Flask = Flask(__name__)|flask --app app:app run --host 0.0.0.0 --port $PORT",
        "fastapi uvicorn|app = FastAPI()|uvicorn app:app --host 0.0.0.0 --port $PORT",
        "fastapi[standard]|app = fastapi.FastAPI(|uvicorn app:app --host 0.0.0.0 --port $PORT",
        "fastapi|app = FastAPI()|python app.py",
        "requests|print(1)|python app.py"
      })
  void pythonStartsByWhatItUses(String packages, String code, String command) {
    var tree = MemoryTree.with("requirements.txt", packages.replace(' ', '\n')).and("app.py", code);
    assertThat(tree.web().command()).isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource({
    "gunicorn,gunicorn --bind 0.0.0.0:$PORT shop.conf.wsgi",
    "uvicorn,uvicorn shop.conf.asgi:application --host 0.0.0.0 --port $PORT",
    "x,python manage.py runserver --noreload 0.0.0.0:$PORT"
  })
  void djangoStartsByItsProject(String server, String command) {
    var tree =
        MemoryTree.with("requirements.txt", "Django==5\n" + server)
            .and(
                "manage.py",
                "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.conf.settings.prod')")
            .and("shop/conf/wsgi.py", "")
            .and("shop/conf/asgi.py", "");
    assertThat(tree.web().command()).isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource({
    ".python-version,3.12.4,3.12",
    "runtime.txt,python-3.13.0,3.13",
    "runtime.txt,3,3.13"
  })
  void pythonVersionsAreRead(String file, String text, String version) {
    var tree = MemoryTree.with("main.py", "").and(file, text + "\n");
    assertThat(tree.plan().versions().getFirst().version()).isEqualTo(version);
    tree.and(file, "python-2.7.18");
    assertThat(tree.broken().file()).isEqualTo(file);
  }

  @Test
  void requirementsThatReadTheTreeGetIt() {
    var tree = MemoryTree.with("requirements.txt", "-e .\nflask").and("main.py", "");
    assertThat(((Recipe) tree.plan().build()).steps().getFirst().needs()).containsExactly(".");
  }

  @ParameterizedTest
  @CsvSource({"go 1.19,1.26", "go 1.26.3,1.26", "go 1.99,", "toolchain go1.99.1,"})
  void theGoLineIsAFloor(String line, String version) {
    var tree =
        MemoryTree.with("go.mod", "module x\n\n" + line + "\n").and("main.go", "package main\n");
    if (version == null) {
      assertThat(tree.broken().problem()).contains("1.99");
    } else {
      assertThat(tree.plan().versions().getFirst().version()).isEqualTo(version);
    }
  }

  @Test
  void severalGoProgramsNeedAChoice() {
    var tree =
        MemoryTree.with("go.mod", "module example.com/x\n")
            .and("cmd/a/main.go", "package main\n")
            .and("cmd/b/main.go", "package main\n")
            .and("cmd/lib/lib.go", "package lib\n");
    assertThat(tree.broken().remedy()).contains("bin/NAME");
    BuildPlan plan = tree.and("Procfile", "web: bin/b").plan();
    assertThat(((Recipe) plan.build()).fromBuild()).contains("bin/a", "bin/b").hasSize(3);
  }

  @Test
  void rustProgramsAreFound() {
    var tree =
        MemoryTree.with("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n")
            .and("crates/api/Cargo.toml", "[package]\nname = \"api\"\n")
            .and("crates/api/src/main.rs", "")
            .and("crates/lib/Cargo.toml", "[package]\nname = \"lib\"\n");
    assertThat(tree.web().command()).isEqualTo("target/release/api");
    tree.and("crates/api/src/bin/seed.rs", "");
    assertThat(tree.web().command()).isEqualTo("target/release/api");
  }

  @Test
  void rustToolchainsAreRead() {
    var tree = MemoryTree.with("Cargo.toml", "[package]\nname = \"a\"").and("src/main.rs", "");
    tree.and("rust-toolchain.toml", "[toolchain]\nchannel = \"1.85.0\"");
    assertThat(tree.plan().build().images()).contains("rust:1.85.0-slim-bookworm");
    tree.and("rust-toolchain.toml", "[toolchain]\nchannel = \"nightly\"");
    assertThat(tree.broken().problem()).contains("nightly");
  }

  @ParameterizedTest
  @CsvSource({"'',0", "'RUN x',0", "'FROM a\n<<<<<<< HEAD',2"})
  void brokenDockerfilesAreNamed(String text, int line) {
    assertThat(MemoryTree.with("Dockerfile", text).broken().line()).isEqualTo(line);
  }
}
