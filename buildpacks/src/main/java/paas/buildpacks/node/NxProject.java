package paas.buildpacks.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.source.Json;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;
import paas.buildpacks.source.SubTree;

/**
 * What a project.json of Nx says: a project that has no package.json of its own, and is built with
 * the packages of the repository's root.
 *
 * @param folder in the repository
 * @param name as Nx calls it
 * @param build its target of that name
 */
record NxProject(String folder, String name, JsonNode build) {
  static final String WORKSPACE = "nx.json";

  private static final String FILE = "project.json";
  private static final List<String> FOLDERS = List.of("apps", "packages", "services", "projects");
  private static final int MAX_FOLDERS = 100;

  static Optional<String> nameIn(SourceTree tree) {
    return tree.read(FILE)
        .flatMap(text -> Optional.ofNullable(Json.text(FILE, Json.object(FILE, text), "name")));
  }

  /** The applications of a repository, in the usual folders and one folder deeper. */
  static List<NxProject> applications(SourceTree tree, PackageJson json) {
    if (!json.names("nx") || !tree.isFile(WORKSPACE)) {
      return List.of();
    }
    List<String> folders = new ArrayList<>();
    for (String parent : FOLDERS) {
      List<String> inner = inside(tree, parent);
      folders.addAll(inner);
      inner.stream()
          .filter(folder -> !tree.isFile(folder + "/" + FILE))
          .forEach(folder -> folders.addAll(inside(tree, folder)));
    }
    return folders.stream()
        .filter(SourceText::isHarmlessPath)
        .limit(MAX_FOLDERS)
        .filter(folder -> !tree.isFile(folder + "/" + PackageJson.FILE))
        .flatMap(folder -> application(tree, folder).stream())
        .toList();
  }

  private static List<String> inside(SourceTree tree, String folder) {
    return tree.folders(folder).stream()
        .filter(name -> !name.startsWith("."))
        .map(name -> folder + "/" + name)
        .limit(MAX_FOLDERS)
        .toList();
  }

  private static Optional<NxProject> application(SourceTree tree, String folder) {
    String path = folder + "/" + FILE;
    Optional<JsonNode> file = tree.read(path).map(text -> Json.object(path, text));
    JsonNode build =
        file.map(json -> json.path("targets").path("build")).orElseGet(MissingNode::getInstance);
    if (file.isEmpty()
        || !file.get().path("projectType").asText().equals("application")
        || !build.isObject()) {
      return Optional.empty();
    }
    String name =
        nameIn(new SubTree(tree, folder)).orElse(folder.substring(folder.lastIndexOf('/') + 1));
    return name.matches("[A-Za-z0-9@_][A-Za-z0-9@/._-]{0,120}")
        ? Optional.of(new NxProject(folder, name, build))
        : Optional.empty();
  }

  /** How it is built and started; the start is empty where its executor is not known here. */
  Framework framework() {
    String[] command = {"nx", "run", name + ":build"};
    if (pages().isPresent()) {
      return Framework.site("Nx", pages().get(), Optional.of("index.html"), command);
    }
    return program()
        .map(file -> Framework.server("Nx", "node " + file, Map.of(), command))
        .orElseGet(() -> Framework.told("Nx", Map.of()));
  }

  /** For people who have to say which one they mean. */
  String start() {
    return "node " + program().orElse(output() + "/main.js");
  }

  private String executor() {
    return build.path("executor").asText();
  }

  private JsonNode options() {
    return build.path("options");
  }

  private String output() {
    JsonNode path = options().path("outputPath");
    String named = path.isObject() ? path.path("base").asText() : path.asText();
    String folderNamed =
        named
            .replace("{workspaceRoot}/", "")
            .replace("{projectRoot}", folder)
            .replace("{projectName}", name)
            .replaceAll("^\\./|/+$", "");
    return folderNamed.isBlank() || !SourceText.isHarmlessPath(folderNamed)
        ? "dist/" + folder
        : folderNamed;
  }

  private boolean isForBrowsers() {
    return executor().matches("@(nx|nrwl)/(webpack|rspack):\\w+")
        && !options().path("target").asText().equals("node")
        && options().has("index");
  }

  private Optional<String> pages() {
    if (executor().matches("@(nx|nrwl)/(vite:build|web:\\w+)") || isForBrowsers()) {
      return Optional.of(output());
    }
    return executor().matches("@(angular-devkit/build-angular|angular/build|nx/angular):\\S+")
        ? Optional.of(output() + (executor().endsWith(":application") ? "/browser" : ""))
        : Optional.empty();
  }

  private Optional<String> program() {
    if (executor().matches("@(nx|nrwl)/(webpack|rspack|esbuild|node):\\w+")) {
      String named = options().path("outputFileName").asText();
      return Optional.of(output() + "/" + (named.isEmpty() ? base() + ending() : named))
          .filter(SourceText::isHarmlessPath);
    }
    // Those that only compile keep the folders of the sources.
    return executor().matches("@(nx|nrwl)/js:(tsc|swc)")
        ? Optional.of(output() + "/src/" + base() + ".js").filter(SourceText::isHarmlessPath)
        : Optional.empty();
  }

  private String base() {
    String main = options().path("main").asText("main.ts");
    return Stream.of(main.split("/"))
        .reduce((_, last) -> last)
        .orElse(main)
        .replaceFirst("\\.\\w+$", "");
  }

  private String ending() {
    if (!executor().contains("esbuild")) {
      return ".js";
    }
    String said = options().path("esbuildOptions").path("outExtension").path(".js").asText();
    List<String> formats = options().path("format").valueStream().map(JsonNode::asText).toList();
    return !said.isEmpty() ? said : formats.equals(List.of("cjs")) ? ".cjs" : ".js";
  }
}
