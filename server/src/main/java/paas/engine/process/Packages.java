package paas.engine.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;

/** Looks whether Debian packages that an app asks for are installed on the machine. */
final class Packages {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String INSTALLED = "ii ";
  private static final List<String> QUERY =
      List.of("dpkg-query", "-W", "-f", "${db:Status-Abbrev}|${Package}|${Provides}\\n");

  private Packages() {}

  /**
   * Nothing is installed by a build: the machine is everybody's.
   *
   * @throws BuildFailed that names those that are missing, and the command that installs them
   */
  static void demand(List<String> wanted, BuildOutput output) throws BuildFailed {
    if (wanted.isEmpty()) {
      return;
    }
    Optional<String> said = Commands.output(LIMIT, QUERY);
    if (said.isEmpty()) {
      output.warning(
          "this machine knows no Debian packages: see that it has what "
              + String.join(", ", wanted)
              + " bring");
      return;
    }
    Set<String> there = installed(said.get());
    List<String> missing = wanted.stream().filter(name -> !there.contains(name)).toList();
    if (!missing.isEmpty()) {
      String names = String.join(" ", missing);
      throw new BuildFailed(
          "the app asks for Debian packages that this machine lacks: " + names,
          "as root: apt-get install " + names + " (apps run on the machine itself here)");
    }
  }

  /** By their own names, and by those that they stand for. */
  static Set<String> installed(String said) {
    Set<String> names = new HashSet<>();
    for (String line : said.split("\n", -1)) {
      String[] parts = line.split("\\|", 3);
      if (parts.length == 3 && parts[0].equals(INSTALLED)) {
        names.add(parts[1]);
        for (String provided : parts[2].split(",", -1)) {
          names.add(provided.strip().replaceFirst(" .*", ""));
        }
      }
    }
    return names;
  }
}
