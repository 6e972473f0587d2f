package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Wishes;
import paas.buildpacks.plan.Wishes.Source;
import paas.buildpacks.plan.Wishes.Variable;

class AppJsonTest {
  private static MemoryTree app(String appJson) {
    return MemoryTree.with("server.js", "x").and("package.json", "{}").and("app.json", appJson);
  }

  @Test
  void whatAnAppAsksForIsInThePlan() {
    BuildPlan plan =
        app("""
        {
          // as other platforms have it
          "name": "shop", "stack": "heroku-24",
          "env": {
            "WORD": "hello",
            "LIMIT": {"value": 20, "description": "how many"},
            "SECRET": {"generator": "secret"},
            "MAIL": {"required": true},
            "EXTRA": {"description": "may be set"}
          },
          "formation": {"web": {"quantity": 2, "size": "basic"}, "Not a type": {"quantity": 1}},
          "healthchecks": {"web": [{"type": "startup", "path": "/up"}]},
          "scripts": {
            "predeploy": "echo first",
            "postdeploy": "node seed.js",
            "dokku": {"postdeploy": "node warm.js"}
          },
          "addons": ["some-db"],
          "cron": []
        }
        """)
            .plan();
    Wishes wishes = Objects.requireNonNull(plan.wishes());
    assertThat(wishes.config())
        .containsExactly(
            new Variable("WORD", Source.VALUE, "hello"),
            new Variable("LIMIT", Source.VALUE, "20"),
            new Variable("SECRET", Source.GENERATED, ""),
            new Variable("MAIL", Source.REQUIRED, ""),
            new Variable("EXTRA", Source.OPTIONAL, ""));
    assertThat(wishes.counts()).isEqualTo(Map.of("web", 2));
    assertThat(wishes.postdeploy()).isEqualTo("node seed.js");
    assertThat(plan.healthPath()).isEqualTo("/up");
    assertThat(plan.processes())
        .containsEntry("predeploy", new StartCommand("echo first", "app.json"))
        .containsEntry("postdeploy", new StartCommand("node warm.js", "app.json"));
    assertThat(plan.notices()).contains("app.json names addons, which is not used here yet.");
    assertThat(plan.notices()).noneMatch(notice -> notice.contains("cron"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'type': 'startup', 'path': '/up'}]|/up|",
        "[{'path': '/up', 'name': 'it is up'}]|/up|",
        "[{'type': 'liveness', 'path': '/alive'}, {'type': 'startup', 'path': '/up'}]|/up"
            + "|not used (liveness)",
        "[{'type': 'readiness', 'path': '/ready'}]|/ready|",
        "[{'path': '/up', 'port': 8080, 'timeout': 5, 'attempts': 3}]|/up"
            + "|names attempts, port, timeout of the health check, which are not used",
        "[{'path': '/up', 'wait': 3}]|/up|names wait of the health check, which is not used",
        "[{'type': 'startup', 'uptime': 10}]||not used (startup without a path)",
        "[{'command': ['true'], 'type': 'liveness'}]||not used (liveness without a path)"
      })
  void aHealthCheckIsThePathAndTheRestIsNamed(String checks, String path, String notice) {
    BuildPlan plan = app("{\"healthchecks\": {\"web\": " + checks.replace('\'', '"') + "}}").plan();
    assertThat(plan.healthPath()).isEqualTo(path);
    List<String> said = plan.notices().stream().filter(n -> n.contains("health check")).toList();
    if (notice == null) {
      assertThat(said).isEmpty();
    } else {
      assertThat(said).singleElement().asString().contains(notice);
    }
  }

  @Test
  void healthChecksOfOtherTypesAreNamed() {
    assertThat(app("{\"healthchecks\": {\"worker\": [{\"uptime\": 5}]}}").plan().notices())
        .anyMatch(notice -> notice.contains("not used (worker)"));
  }

  @Test
  void theProcfileWinsOverIt() {
    BuildPlan plan =
        app("{\"scripts\": {\"predeploy\": \"one\"}}").and("Procfile", "predeploy: two\n").plan();
    assertThat(plan.processes().get("predeploy")).isEqualTo(new StartCommand("two", "Procfile"));
    assertThat(plan.wishes()).isNull();
  }

  @Test
  void aCommittedEnvFileIsNamedAndNotRead() {
    BuildPlan plan = app("{}").and(".env", "SECRET=1\n").plan();
    assertThat(plan.notices()).anyMatch(notice -> notice.contains("config:import < .env"));
    assertThat(plan.wishes()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"env\": [1]}|\"env\" that is not an object",
        "{\"env\": {\"A B\": \"x\"}}|no variable",
        "{\"env\": {\"A\": []}}|neither text nor an object",
        "{\"env\": {\"A\": {\"value\": {}}}}|neither text nor an object",
        "{\"formation\": {\"web\": {\"quantity\": 101}}}|out of range",
        "{\"formation\": {\"web\": {\"quantity\": \"2\"}}}|out of range",
        "{\"scripts\": {\"postdeploy\": 3}}|not text",
        "{\"scripts\": 3}|not an object"
      })
  void whatCannotBeMeantIsOneSentence(String text, String problem) {
    Detection.Broken broken = app(text).broken();
    assertThat(broken.file()).isEqualTo("app.json");
    assertThat(broken.problem()).contains(problem);
    assertThat(broken.remedy()).endsWith(".");
  }

  @Test
  void aSlipIsNamedByLineAndColumn() {
    Detection.Broken broken = app("{\n  \"env\": {\n    \"A\": x\n  }\n}\n").broken();
    assertThat(broken.line()).isEqualTo(3);
    assertThat(broken.problem()).contains("column 1");
  }
}
