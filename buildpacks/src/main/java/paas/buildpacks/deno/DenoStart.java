package paas.buildpacks.deno;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/**
 * How an app of Deno starts.
 *
 * @param entry the program's file, whose packages are fetched while it is built
 */
record DenoStart(StartCommand command, Optional<String> entry) {
  private static final List<String> USUAL_FILES =
      List.of(
          "main.ts",
          "server.ts",
          "app.ts",
          "index.ts",
          "mod.ts",
          "main.js",
          "server.js",
          "src/main.ts",
          "src/server.ts");

  /** Where Deno.serve listens, whatever the program says. */
  private static final String LISTEN = "export DENO_SERVE_ADDRESS=tcp:0.0.0.0:$PORT; exec ";

  private static final String EVERYWHERE = "--host 0.0.0.0 --port $PORT ";
  private static final Pattern FILE =
      Pattern.compile("(?:^|\\s)(?:\\./)?([A-Za-z0-9_][A-Za-z0-9_./-]*\\.[mc]?[jt]sx?)(?=\\s|$)");
  private static final Pattern EXPORTS_A_SERVER =
      Pattern.compile("(?m)^export default\\s*\\{|satisfies Deno\\.ServeDefaultExport");

  static Optional<DenoStart> of(SourceTree tree, DenoJson json) {
    return json.task("start")
        .map(task -> byTask(tree, task))
        .or(() ->
            USUAL_FILES.stream().filter(tree::isFile).findFirst().map(file -> byFile(tree, file)));
  }

  private static DenoStart byTask(SourceTree tree, String task) {
    Matcher matcher = FILE.matcher(task);
    Optional<String> entry =
        matcher.find()
            ? Optional.of(matcher.group(1)).filter(SourceText::isHarmlessPath).filter(tree::isFile)
            : Optional.empty();
    boolean direct =
        StartCommand.isOneLine(task) && StartCommand.isPlain(task) && task.startsWith("deno ");
    String line = direct ? told(task) : "deno task start";
    return new DenoStart(new StartCommand(LISTEN + line, "tasks.start"), entry);
  }

  private static String told(String task) {
    boolean serves = task.startsWith("deno serve ") && !task.contains("--port");
    return serves
        ? task.replaceFirst("^deno serve ", "deno serve " + Matcher.quoteReplacement(EVERYWHERE))
        : task;
  }

  private static DenoStart byFile(SourceTree tree, String file) {
    boolean exports = EXPORTS_A_SERVER.matcher(tree.read(file).orElse("")).find();
    String line =
        exports
            ? "exec deno serve " + EVERYWHERE + "--allow-all " + file
            : LISTEN + "deno run --allow-all " + file;
    return new DenoStart(new StartCommand(line, file), Optional.of(file));
  }
}
