package paas.ops;

import java.time.Instant;
import java.util.List;

/** Wishes about the registries that base images come from. */
public final class RegistryCommands {
  private RegistryCommands() {}

  /** Keeps a name and a password for a registry. */
  public record LoginToRegistry(String host, String user, String password)
      implements Command<RegistrySummary> {
    @Override
    public String toString() {
      return "LoginToRegistry[" + user + " at " + host + "]";
    }
  }

  public record LogoutOfRegistry(String host) implements Command<RegistrySummary> {}

  public record ListRegistries() implements Command<List<RegistrySummary>> {}

  /** A registry and who logs in there; never the password. */
  public record RegistrySummary(String host, String user, Instant addedAt, String addedBy) {}
}
