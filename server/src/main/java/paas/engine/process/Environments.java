package paas.engine.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import paas.model.AppId;

/** What processes see of their surroundings, beside their app's own config. */
final class Environments {
  /** Names the folder of the runner: what carries it belongs to that process. */
  static final String MARK = "PAAS_RUN";

  private static final List<String> USUAL_PATH =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

  /** What an operator's environment says of mirrors, proxies and certificates, for builds. */
  private static final Set<String> OF_THE_NETWORK =
      Set.of(
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "ALL_PROXY",
          "all_proxy",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "NODE_EXTRA_CA_CERTS",
          "REQUESTS_CA_BUNDLE",
          "CURL_CA_BUNDLE",
          "PIP_CERT",
          "PIP_INDEX_URL",
          "PIP_FIND_LINKS",
          "NPM_CONFIG_REGISTRY",
          "npm_config_registry",
          "GOPROXY",
          "GONOSUMDB",
          "GOSUMDB",
          "CARGO_HTTP_CAINFO");

  private final Folders folders;
  private final String searchPath;
  private final Map<String, String> ofBuilds;

  /**
   * @param ofBuilds what the operator's settings say of mirrors and certificates, for builds
   */
  Environments(Folders folders, Users users, String searchPath, Map<String, String> ofBuilds) {
    this.folders = folders;
    this.ofBuilds = Map.copyOf(ofBuilds);
    Set<String> path = new LinkedHashSet<>();
    List<String> all = new ArrayList<>(Arrays.asList(searchPath.split(":", -1)));
    all.addAll(USUAL_PATH);
    for (String folder : all) {
      if (folder.startsWith("/") && users.canSearch(Path.of(folder))) {
        path.add(folder);
      }
    }
    this.searchPath = String.join(":", path);
  }

  /** Where apps' users find programs. */
  List<Path> searchPath() {
    return Arrays.stream(searchPath.split(":", -1)).map(Path::of).toList();
  }

  /** For a process of a built release, its app's config on top. */
  Map<String, String> ofProcess(
      AppId app, Slug slug, RunFolder folder, Map<String, String> config) {
    Map<String, String> env = base(app, folder);
    env.put("PATH", path(slug));
    env.putAll(slug.env());
    env.putAll(config);
    env.put(MARK, folder.path().toString());
    return env;
  }

  /** For a step of a build; the step's own variables win over the app's config. */
  Map<String, String> ofStep(
      AppId app,
      Slug slug,
      RunFolder folder,
      Map<String, String> config,
      Map<String, String> step) {
    Map<String, String> env = base(app, folder);
    System.getenv()
        .forEach((name, value) -> {
          if (OF_THE_NETWORK.contains(name)) {
            env.put(name, value);
          }
        });
    env.putAll(ofBuilds);
    env.put("PATH", path(slug));
    env.putAll(config);
    env.putAll(step);
    env.put(MARK, folder.path().toString());
    return env;
  }

  /** A user without an entry in the machine's list is named by variables only. */
  private Map<String, String> base(AppId app, RunFolder folder) {
    Map<String, String> env = new TreeMap<>();
    env.put("HOME", folders.home(app).toString());
    env.put("USER", app.toString());
    env.put("LOGNAME", app.toString());
    env.put("SHELL", "/bin/sh");
    env.put("LANG", "C.UTF-8");
    env.put("TMPDIR", folders.tmp(folder.name()).toString());
    return env;
  }

  private String path(Slug slug) {
    List<String> path = new ArrayList<>();
    slug.path().forEach(folder -> path.add(slug.folder().resolve(folder).toString()));
    if (Files.isDirectory(slug.tools())) {
      path.add(slug.tools().toString());
    }
    path.add(searchPath);
    return String.join(":", path);
  }
}
