package paas.buildpacks.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Recipe;
import paas.buildpacks.plan.StartCommand;
import paas.buildpacks.plan.Tool;

/**
 * Serves a folder of files by {@code serve.pl}, which is added to the app: Perl is essential in
 * every Debian system and image, so nothing has to be fetched or installed.
 */
public final class SiteServer {
  private static final String SERVER = ".paas/serve.pl";
  private static final Tool PERL =
      new Tool(
          "perl",
          List.of("perl"),
          List.of("-MSocket", "-MPOSIX", "-MIO::Socket::INET", "-e", "printf '%vd', $^V"),
          "5.28",
          "Install the Debian package perl-base.");

  private SiteServer() {}

  /**
   * What is served.
   *
   * @param folder in the app, "." for all of it
   * @param fallback the page in it that answers for a path that is no file, for apps that route in
   *     the browser
   * @param origin who says so
   */
  public record Site(String folder, Optional<String> fallback, String origin) {}

  /** A plan whose web process serves files, whatever it was before. */
  public static BuildPlan serve(BuildPlan plan, Site site) {
    if (!(plan.build() instanceof Recipe recipe)) {
      throw new IllegalArgumentException("the app has its own Dockerfile");
    }
    List<AddedFile> files = new ArrayList<>(recipe.files());
    files.removeIf(file -> file.path().equals(SERVER));
    files.add(new AddedFile(SERVER, text()));
    List<Tool> tools = new ArrayList<>(recipe.tools());
    tools.remove(PERL);
    tools.add(PERL);
    String command =
        "perl " + SERVER + " " + site.folder() + site.fallback().map(page -> " " + page).orElse("");
    Map<String, StartCommand> processes = new LinkedHashMap<>(plan.processes());
    processes.put("web", new StartCommand(command, site.origin()));
    return plan.withBuild(recipe.withFiles(files).withTools(tools)).withProcesses(processes);
  }

  private static String text() {
    try (InputStream in = SiteServer.class.getResourceAsStream("serve.pl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
