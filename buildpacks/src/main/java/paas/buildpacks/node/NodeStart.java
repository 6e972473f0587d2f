package paas.buildpacks.node;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Correction;
import paas.buildpacks.plan.Procfile;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * How an app of Node.js is put before the world.
 *
 * @param web the command; empty where none is found, or where pages are served
 * @param pages what is served in place of a process
 * @param alone the folder that is all that the processes need
 */
record NodeStart(
    Optional<StartCommand> web, Optional<Framework.Pages> pages, Optional<String> alone) {
  private static final List<String> USUAL_FILES =
      List.of("server.js", "index.js", "app.js", "src/server.js", "src/index.js");

  boolean starts() {
    return web.isPresent() || pages.isPresent();
  }

  static NodeStart of(
      AppSource app, PackageJson json, String manager, Optional<Framework> framework) {
    boolean onlyWeb = startsNothingElse(app);
    Optional<StartCommand> own =
        StartScript.isForDevelopers(json) ? Optional.empty() : json.startCommand(manager);
    if (framework.isPresent() && (own.isEmpty() || framework.get().insists())) {
      Framework known = framework.get();
      Optional<Framework.Pages> pages = known.site();
      Optional<String> alone = pages.map(Framework.Pages::folder).or(known::alone);
      if (pages.isPresent() || known.start().isPresent()) {
        Optional<StartCommand> web =
            known.start().map(command -> new StartCommand(command, known.name()));
        return new NodeStart(web, pages, alone.filter(folder -> onlyWeb));
      }
    }
    Optional<StartCommand> web =
        own.or(() -> json.startCommand(manager))
            .or(() -> mainFile(app.tree(), json).map(file -> run(manager, file, "main")))
            .or(() ->
                USUAL_FILES.stream()
                    .filter(app.tree()::isFile)
                    .findFirst()
                    .map(file -> run("node", file, file)))
            .or(() -> manager.equals("bun") ? bunFile(app.tree(), json) : Optional.empty());
    return new NodeStart(web, Optional.empty(), Optional.empty());
  }

  /** Other processes and commands may need anything. */
  private static boolean startsNothingElse(AppSource app) {
    return !app.tree().isFile(Procfile.FILE)
        && Stream.of(
                Correction.START, Correction.PREDEPLOY, Correction.RELEASE, Correction.POSTDEPLOY)
            .allMatch(decision -> app.corrections().of(decision).isEmpty())
        && app.tree().read("app.json").filter(text -> text.contains("\"scripts\"")).isEmpty();
  }

  private static StartCommand run(String manager, String file, String origin) {
    return new StartCommand((manager.equals("bun") ? "bun " : "node ") + file, origin);
  }

  private static Optional<String> mainFile(SourceTree tree, PackageJson json) {
    return json.main()
        .map(main -> main.startsWith("./") ? main.substring(2) : main)
        .filter(SourceText::isHarmlessPath)
        .flatMap(main -> Stream.of(main, main + ".js").filter(tree::isFile).findFirst());
  }

  /** It runs TypeScript as it is. */
  private static Optional<StartCommand> bunFile(SourceTree tree, PackageJson json) {
    return Stream.concat(
            json.module().stream(),
            Stream.of("index.ts", "server.ts", "src/index.ts", "src/server.ts"))
        .filter(SourceText::isHarmlessPath)
        .filter(tree::isFile)
        .findFirst()
        .map(file -> run("bun", file, file));
  }
}
