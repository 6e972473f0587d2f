package paas.buildpacks.script;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Provider;
import paas.buildpacks.language.Versions;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceTree;

/** Apps of no known language that bring a script to start them. */
public final class ShellProvider implements Provider {
  private static final String FILE = "start.sh";

  /** {@code #!/bin/bash -e} and {@code #!/usr/bin/env bash}. */
  private static final Pattern INTERPRETER =
      Pattern.compile("^#!\\s*(?:/usr)?/bin/(?:env\\s+)?(sh|bash|dash)((?:\\s+-[a-z]{1,8})*)\\s*$");

  private final Versions.Line line;

  public ShellProvider(Versions versions) {
    line = versions.of("debian");
  }

  @Override
  public String language() {
    return "Shell";
  }

  @Override
  public String key() {
    return "shell";
  }

  @Override
  public boolean buildsCode() {
    return false;
  }

  @Override
  public String looksFor() {
    return "start.sh (any program)";
  }

  @Override
  public Optional<String> evidence(SourceTree tree) {
    return tree.isFile(FILE) ? Optional.of(FILE) : Optional.empty();
  }

  @Override
  public String startRemedy() {
    return "Write into start.sh how the app starts.";
  }

  @Override
  public BuildPlan plan(AppSource app, String evidence) {
    var version = new BuildPlan.Version("debian", line.standard(), "default");
    return BuildPlan.of(language(), evidence, Recipe.in(line.imageOf(line.standard())))
        .withVersions(List.of(version))
        .withWeb(Optional.of(start(app.tree().read(FILE).orElse(""))));
  }

  /** By its interpreter, because Git on some machines forgets that a file may be run. */
  private static StartCommand start(String script) {
    Matcher named = INTERPRETER.matcher(script.lines().findFirst().orElse(""));
    String command = "./" + FILE;
    if (named.matches()) {
      command = named.group(1) + named.group(2).replaceAll("\\s+", " ") + " " + FILE;
    } else if (!script.startsWith("#!")) {
      command = "sh " + FILE;
    }
    return new StartCommand(command, FILE);
  }
}
