package paas.buildpacks.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import paas.buildpacks.source.SourceTree;

/** The frameworks that are known by a package that the app names; the first one counts. */
final class Frameworks {
  private static final Map<String, String> EVERYWHERE = Map.of("HOST", "0.0.0.0");
  private static final Optional<String> INDEX = Optional.of("index.html");

  private record Known(
      String dependency, BiFunction<SourceTree, PackageJson, Optional<Framework>> reader) {}

  /** Those that others are built with come last. */
  private static final List<Known> ALL =
      List.of(
          new Known("nuxt", (tree, json) -> Optional.of(nuxt(json))),
          new Known("@react-router/dev", Frameworks::reactRouter),
          new Known("@remix-run/dev", Frameworks::remix),
          new Known("@sveltejs/kit", (tree, json) -> Optional.of(svelteKit(tree))),
          new Known("astro", (tree, json) -> astro(tree, json)),
          new Known("@angular/core", (tree, json) -> Angular.read(tree)),
          new Known("gatsby", (tree, json) -> site("Gatsby", "public", "gatsby", "build")),
          new Known(
              "react-scripts",
              (tree, json) -> app("Create React App", "build", "react-scripts", "build")),
          new Known(
              "@vue/cli-service", (tree, json) -> app("Vue", "dist", "vue-cli-service", "build")),
          new Known(
              "@docusaurus/core",
              (tree, json) -> site("Docusaurus", "build", "docusaurus", "build")),
          new Known("@11ty/eleventy", (tree, json) -> Optional.of(eleventy(tree))),
          new Known("@nestjs/core", (tree, json) -> Optional.of(nest(json))),
          new Known("fastify-cli", (tree, json) -> Optional.of(fastifyCli())),
          new Known("vite", Frameworks::vite));

  private Frameworks() {}

  /**
   * The framework of an app.
   *
   * @param folder the app's in its workspace, "" for an app by itself
   */
  static Optional<Framework> of(SourceTree tree, PackageJson json, String folder) {
    List<NxProject> projects =
        folder.isEmpty() ? NxProject.applications(tree, json) : List.<NxProject>of();
    if (!projects.isEmpty()) {
      // The root names the packages of all of them, which say nothing of one.
      return projects.size() == 1 ? Optional.of(projects.getFirst().framework()) : Optional.empty();
    }
    if (json.names("next")) {
      return Optional.of(next(tree, folder));
    }
    return ALL.stream()
        .filter(known -> json.names(known.dependency()))
        .flatMap(known -> known.reader().apply(tree, json).stream())
        .findFirst();
  }

  private static Framework next(SourceTree tree, String place) {
    ConfigFile config = ConfigFile.of(tree, "next.config");
    String made = config.folder("distDir").orElse(".next");
    return switch (config.text("output").orElse("")) {
      case "export" ->
          Framework.site(
              "Next.js", config.folder("distDir").orElse("out"), Optional.empty(), "next", "build");
      case "standalone" -> standalone(tree, made, place);
      default ->
          Framework.server("Next.js", "next start -H 0.0.0.0 -p $PORT", Map.of(), "next", "build");
    };
  }

  /** Next.js leaves it to the caller to put the files beside the server that it serves as such. */
  private static Framework standalone(SourceTree tree, String made, String place) {
    String whole = made + "/standalone";
    String folder = place.isEmpty() ? whole : whole + "/" + place;
    List<List<String>> copies = new ArrayList<>();
    copies.add(List.of("mkdir", "-p", folder + "/" + made));
    copies.add(List.of("cp", "-R", made + "/static", folder + "/" + made + "/"));
    if (!tree.list("public").isEmpty()) {
      copies.add(List.of("cp", "-R", "public", folder + "/"));
    }
    return Framework.server(
            "Next.js",
            "node " + folder + "/server.js",
            Map.of("HOSTNAME", "0.0.0.0"),
            "next",
            "build")
        .needingOnly(whole)
        .insisting(copies);
  }

  private static Framework nuxt(PackageJson json) {
    boolean generates = json.script("build").filter(s -> s.contains("generate")).isPresent();
    return generates
        ? Framework.site("Nuxt", ".output/public", Optional.of("200.html"))
        : Framework.server("Nuxt", "node .output/server/index.mjs", EVERYWHERE, "nuxt", "build")
            .needingOnly(".output");
  }

  private static Optional<Framework> reactRouter(SourceTree tree, PackageJson json) {
    ConfigFile config = ConfigFile.of(tree, "react-router.config");
    String folder = config.folder("buildDirectory").orElse("build");
    if (config.says("\\bssr\\s*:\\s*false")) {
      return app("React Router", folder + "/client", "react-router", "build");
    }
    return json.names("@react-router/serve")
        ? Optional.of(
            Framework.server(
                "React Router",
                "react-router-serve ./" + folder + "/server/index.js",
                EVERYWHERE,
                "react-router",
                "build"))
        : Optional.empty();
  }

  private static Optional<Framework> remix(SourceTree tree, PackageJson json) {
    boolean byVite = json.names("vite");
    if (byVite && ConfigFile.of(tree, "vite.config").says("\\bssr\\s*:\\s*false")) {
      return app("Remix", "build/client", "remix", "vite:build");
    }
    String made = byVite ? "./build/server/index.js" : "./build/index.js";
    return json.names("@remix-run/serve")
        ? Optional.of(
            Framework.server(
                "Remix",
                "remix-serve " + made,
                EVERYWHERE,
                "remix",
                byVite ? "vite:build" : "build"))
        : Optional.empty();
  }

  /**
   * Its adapter for all platforms brings the one for Node.js only where it believes to be on one of
   * those that it knows; that one is named by a variable.
   */
  private static Framework svelteKit(SourceTree tree) {
    ConfigFile config = ConfigFile.of(tree, "svelte.config", "vite.config");
    if (config.says("adapter-static")) {
      return Framework.site(
          "SvelteKit",
          config.folder("pages").orElse("build"),
          config.folder("fallback"),
          "vite",
          "build");
    }
    String folder = config.folder("out").orElse("build");
    return Framework.server(
        "SvelteKit",
        "node " + folder,
        Map.of(
            "HOST", "0.0.0.0",
            "PROTOCOL_HEADER", "x-forwarded-proto",
            "HOST_HEADER", "x-forwarded-host",
            "GCP_BUILDPACKS", "1"),
        "vite",
        "build");
  }

  private static Optional<Framework> astro(SourceTree tree, PackageJson json) {
    ConfigFile config = ConfigFile.of(tree, "astro.config");
    String folder = config.folder("outDir").orElse("dist");
    if (!json.names("@astrojs/node") || !config.says("@astrojs/node")) {
      return site("Astro", folder, "astro", "build");
    }
    return Optional.of(
        config.says("mode\\s*:\\s*['\"]middleware")
            ? Framework.told("Astro", EVERYWHERE)
            : Framework.server(
                "Astro", "node ./" + folder + "/server/entry.mjs", EVERYWHERE, "astro", "build"));
  }

  private static Framework eleventy(SourceTree tree) {
    ConfigFile config = ConfigFile.of(tree, ".eleventy", "eleventy.config");
    return Framework.site(
        "Eleventy", config.folder("output").orElse("_site"), Optional.empty(), "eleventy");
  }

  private static Framework nest(PackageJson json) {
    String start = json.script("start:prod").filter(PackageJson::isPlain).orElse("node dist/main");
    return Framework.server("Nest", start, Map.of(), "nest", "build");
  }

  private static Framework fastifyCli() {
    return Framework.told("Fastify", Map.of("FASTIFY_ADDRESS", "0.0.0.0"));
  }

  /** With a page of its own it makes a site; without one it is a tool of something else. */
  private static Optional<Framework> vite(SourceTree tree, PackageJson json) {
    ConfigFile config = ConfigFile.of(tree, "vite.config");
    String root = config.folder("root").map(folder -> folder + "/").orElse("");
    if (!tree.isFile(root + "index.html")) {
      return Optional.empty();
    }
    String name =
        json.names("react")
            ? "React"
            : json.names("vue") ? "Vue" : json.names("svelte") ? "Svelte" : "";
    return app(
        name.isEmpty() ? "Vite" : "Vite, " + name,
        config.folder("outDir").orElse(root + "dist"),
        "vite",
        "build");
  }

  private static Optional<Framework> site(String name, String folder, String... build) {
    return Optional.of(Framework.site(name, folder, Optional.empty(), build));
  }

  /** One page that shows whatever path is asked for. */
  private static Optional<Framework> app(String name, String folder, String... build) {
    return Optional.of(Framework.site(name, folder, INDEX, build));
  }
}
