package paas.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where builds get things from, as the operator of this server has it.
 *
 * @param mirrors of image registries, by host: docker.io is asked for at mirror.example.com
 * @param certificates PEM texts, one certificate each, that builds trust beside the usual ones
 * @param env for the steps of builds: mirrors of package registries
 * @param logins by host
 */
public record Supply(
    Map<String, String> mirrors,
    List<String> certificates,
    Map<String, String> env,
    Function<String, Optional<Login>> logins) {
  public static final Supply USUAL =
      new Supply(Map.of(), List.of(), Map.of(), _ -> Optional.empty());

  public Supply {
    mirrors = Map.copyOf(mirrors);
    certificates = List.copyOf(certificates);
    env = Map.copyOf(env);
  }

  /** A name and a password at an image registry. */
  public record Login(String host, String user, String password) {
    @Override
    public String toString() {
      return user + "@" + host;
    }
  }
}
