package paas.buildpacks.elixir;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.language.ToolVersions;
import paas.buildpacks.language.Wish;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/** What a mix.exs says. It is a program: only its plain lines are read. */
record MixProject(SourceTree tree, String text) {
  static final String FILE = "mix.exs";
  static final String LOCK = "mix.lock";

  private static final Pattern APP = Pattern.compile("(?m)^\\s*app:\\s*:([a-z][a-z0-9_]*)");
  private static final Pattern RELEASE =
      Pattern.compile("\\breleases:\\s*\\[\\s*([a-z][a-z0-9_]*):");
  private static final Pattern ELIXIR = Pattern.compile("(?m)^\\s*elixir:\\s*\"([^\"\\n]+)\"");
  private static final Pattern ASSETS = Pattern.compile("[\"']?assets\\.deploy[\"']?:");
  private static final Pattern DEPENDENCY = Pattern.compile("\\{\\s*:([a-z][a-z0-9_]*)\\s*,");
  private static final Pattern PUBLISHED = Pattern.compile("\\{\\s*:[a-z][a-z0-9_]*\\s*,\\s*\"");
  private static final Pattern LOCAL = Pattern.compile("\\b(?:path|in_umbrella):\\s");
  private static final Pattern MIGRATES =
      Pattern.compile("(?s)defmodule\\s+([A-Z][A-Za-z0-9_.]*)\\s+do.*?\\bdef\\s+migrate\\b");

  static MixProject of(SourceTree tree) {
    for (String file : List.of(FILE, LOCK)) {
      int number = 0;
      for (String line : (Iterable<String>) tree.read(file).orElse("").lines()::iterator) {
        number++;
        if (SourceText.isMergeMarker(line)) {
          throw new BrokenSource(
              file, number, "holds a merge marker", "Resolve the conflict and commit again.");
        }
      }
    }
    return new MixProject(tree, tree.read(FILE).orElseThrow());
  }

  /** The first release that is described, by which Mix has to be asked for it. */
  Optional<String> described() {
    Matcher release = RELEASE.matcher(text);
    return release.find() ? Optional.of(release.group(1)) : Optional.empty();
  }

  /** The name of the release: the first that is described, else the app's. */
  String release() {
    return described()
        .or(() -> APP.matcher(text).results().map(found -> found.group(1)).findFirst())
        .orElseThrow(() ->
            new BrokenSource(
                FILE,
                0,
                "names neither an app nor a release",
                isUmbrella()
                    ? "Describe one: releases: [shop: [applications: [shop_web: :permanent]]]."
                    : "Add app: :shop to its project."));
  }

  boolean isUmbrella() {
    return text.contains("apps_path:");
  }

  Optional<Wish> elixir() {
    return ToolVersions.of(tree, "elixir")
        .map(version ->
            new Wish(
                version.replaceFirst("-otp-\\d+$", ""),
                ToolVersions.FILE,
                0,
                ToolVersions.FILE + " \"" + FirstLine.shown(version) + "\""))
        .or(() -> {
          Matcher named = ELIXIR.matcher(text);
          return named.find()
              ? Optional.of(
                  new Wish(
                      named.group(1),
                      FILE,
                      0,
                      "mix.exs \"" + FirstLine.shown(named.group(1)) + "\""))
              : Optional.empty();
        });
  }

  boolean hasDependencies() {
    return tree.isFile(LOCK) || DEPENDENCY.matcher(text).find() || isUmbrella();
  }

  /** True where something comes from hex.pm. */
  boolean needsHex() {
    return tree.isFile(LOCK) || PUBLISHED.matcher(text).find() || isUmbrella();
  }

  /** True where what it depends on lies in the app's own folder. */
  boolean readsTree() {
    return isUmbrella() || LOCAL.matcher(text).find();
  }

  boolean deploysAssets() {
    return ASSETS.matcher(text).find();
  }

  boolean isPhoenix() {
    return text.contains("{:phoenix,") || tree.read(LOCK).orElse("").contains("\"phoenix\":");
  }

  /** The module whose migrate function brings the schema up to date, as Phoenix writes it. */
  Optional<String> migrations() {
    return tree.folders("lib").stream()
        .flatMap(folder -> tree.read("lib/" + folder + "/release.ex").stream())
        .map(MIGRATES::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }
}
