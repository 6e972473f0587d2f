package paas;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import paas.deploy.CheckLimits;
import paas.model.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the server is told when it is started. */
@Command(name = "paas")
public final class Settings {
  /** Which engine to take. */
  public enum EngineChoice {
    AUTO,
    DOCKER,
    PROCESS
  }

  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;

  @Option(names = "--ssh-port", paramLabel = "PORT")
  int sshPort = 2222;

  @Option(names = "--http-port", paramLabel = "PORT")
  int httpPort = 8080;

  @Option(names = "--listen", paramLabel = "ADDRESS")
  String listen = "127.0.0.1";

  @Option(names = "--domain", paramLabel = "DOMAIN")
  @Nullable String domain;

  @Option(names = "--engine", paramLabel = "NAME")
  EngineChoice engine = EngineChoice.AUTO;

  @Option(names = "--admin-key", paramLabel = "FILE")
  @Nullable Path adminKey;

  @Option(names = "--write-ssh-config")
  boolean writeSshConfig;

  @Option(names = "--check-listen-seconds", paramLabel = "SECONDS", hidden = true)
  int checkListenSeconds = 60;

  @Option(names = "--check-healthy-seconds", paramLabel = "SECONDS", hidden = true)
  int checkHealthySeconds = 20;

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

  /** How long a starting web process may take; shorter in tests. */
  CheckLimits checkLimits() {
    return new CheckLimits(
        Duration.ofSeconds(checkListenSeconds), Duration.ofSeconds(checkHealthySeconds));
  }

  /** Refuses what cannot be meant. */
  void check() {
    port("--ssh-port", sshPort);
    port("--http-port", httpPort);
    if (sshPort == httpPort && sshPort != 0) {
      throw UserError.usage("--ssh-port and --http-port are the same", "give them two ports");
    }
    if (checkListenSeconds < 1 || checkHealthySeconds < 1) {
      throw UserError.usage("a check needs a second or more", "leave the option out");
    }
    if (domain != null) {
      String name = domain.toLowerCase(Locale.ROOT);
      if (!name.matches(
          "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
        throw UserError.usage("--domain is not a domain name", "such as apps.example.com");
      }
      domain = name;
    }
  }

  private static void port(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw UserError.usage(option + " " + port + " is not a port", "a port is 0 to 65535");
    }
  }
}
