package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.Detection;

/** Apps that say themselves how they start: a script, sbt, one Dockerfile of several. */
class ScriptsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'#!/bin/sh\nexec x'|sh start.sh",
        "'#!/usr/bin/env bash\nx'|bash start.sh",
        "'#!/bin/bash -eu\nx'|bash -eu start.sh",
        "'exec x'|sh start.sh",
        "'#!/usr/bin/perl\nx'|./start.sh"
      })
  void aScriptIsStartedByWhatItNames(String script, String command) {
    MemoryTree tree = MemoryTree.with("start.sh", script);
    assertThat(tree.web().command()).isEqualTo(command);
    assertThat(tree.plan().language()).isEqualTo("Shell");
  }

  @Test
  void aLanguageWinsOverAScript() {
    MemoryTree tree = MemoryTree.with("start.sh", "x").and("index.html", "x");
    assertThat(tree.plan().language()).isEqualTo("Shell");
    assertThat(tree.and("server.py", "").plan().language()).isEqualTo("Python");
  }

  @Test
  void sbtStagesWhatItsPluginMakes() {
    MemoryTree tree =
        MemoryTree.with("build.sbt", "name := \"Word Count\"\n")
            .and("project/plugins.sbt", "addSbtPlugin(\"x\" % \"sbt-native-packager\" % \"1\")\n")
            .and("project/build.properties", "sbt.version=1.10.2\n");
    assertThat(tree.web().command()).isEqualTo("target/universal/stage/bin/word-count");
    assertThat(tree.plan().versions().getLast().version()).isEqualTo("1.10.2");
    tree.and("project/plugins.sbt", "addSbtPlugin(\"org.playframework\" % \"sbt-plugin\" % \"3\")");
    assertThat(tree.web().command()).contains("-Dhttp.port=$PORT");
    tree.and("project/plugins.sbt", "");
    assertThat(tree.broken().remedy()).contains("sbt-native-packager");
  }

  @Test
  void severalDockerfilesAreNamed() {
    MemoryTree tree =
        MemoryTree.with("docker/web.Dockerfile", "FROM a").and("Dockerfile.job", "FROM a");
    assertThat(((Detection.Nothing) tree.detect()).nearMisses())
        .anyMatch(told -> told.contains("Dockerfile.job") && told.contains("dockerfile:"));
    tree.and("Dockerfile", "FROM a");
    assertThat(tree.plan().notices()).anyMatch(told -> told.contains("Dockerfile.job"));
  }
}
