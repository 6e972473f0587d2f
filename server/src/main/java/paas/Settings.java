package paas;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import paas.model.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the server is told when it is started; it wins over the settings file. */
@Command(name = "paas")
public final class Settings {
  /** Which engine to take. */
  public enum EngineChoice {
    AUTO,
    DOCKER,
    PROCESS
  }

  /** Where the proxy runs. */
  public enum ProxyChoice {
    /** In the server. */
    EMBEDDED,
    /** In a process of its own that the server starts and that outlives it. */
    OWN,
    /** In a process of its own that somebody else starts. */
    SERVICE
  }

  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;

  @Option(names = "--ssh-port", paramLabel = "PORT")
  @Nullable Integer sshPort;

  @Option(names = "--http-port", paramLabel = "PORT")
  @Nullable Integer httpPort;

  @Option(names = "--https-port", paramLabel = "PORT")
  @Nullable Integer httpsPort;

  @Option(names = "--listen", paramLabel = "ADDRESS")
  @Nullable String listen;

  @Option(names = "--domain", paramLabel = "DOMAIN")
  @Nullable String domain;

  @Option(names = "--engine", paramLabel = "NAME")
  @Nullable EngineChoice engine;

  @Option(names = "--proxy", paramLabel = "NAME")
  @Nullable ProxyChoice proxy;

  @Option(names = "--admin-key", paramLabel = "FILE")
  @Nullable Path adminKey;

  @Option(names = "--write-ssh-config")
  boolean writeSshConfig;

  /** Where everything is kept: as asked, else in the home, or for root where apps can reach it. */
  public Path dataFolder() {
    if (data != null) {
      return data;
    }
    return isRoot() ? Path.of("/var/lib/paas") : Path.of(System.getProperty("user.home"), ".paas");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /**
   * What is in force: an option where one was given, else what the file says.
   *
   * @throws UserError when an option cannot be meant
   */
  SettingsFile over(SettingsFile file) {
    try {
      return new SettingsFile(
          or(listen, file.listen()),
          or(sshPort, file.sshPort()),
          or(httpPort, file.httpPort()),
          or(httpsPort, file.httpsPort()),
          domain == null ? file.domain() : domain.toLowerCase(Locale.ROOT),
          or(engine, file.engine()),
          file.ssh(),
          file.processes(),
          file.run(),
          file.checks(),
          file.steps(),
          file.logs(),
          file.push(),
          file.build(),
          file.hooks(),
          file.buildpacks(),
          file.disk(),
          file.proxy().in(proxy),
          file.domains(),
          file.acme(),
          file.processEngine());
    } catch (BadSetting e) {
      throw UserError.usage(
          "--" + e.key() + " " + e.problem(), "all options: scripts/run.sh --help");
    }
  }

  private static <T> T or(@Nullable T option, T otherwise) {
    return option == null ? otherwise : option;
  }
}
