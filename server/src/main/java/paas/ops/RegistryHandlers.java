package paas.ops;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import paas.engine.Engine;
import paas.engine.Supply;
import paas.model.Actor;
import paas.model.Printable;
import paas.model.UserError;
import paas.ops.RegistryCommands.ListRegistries;
import paas.ops.RegistryCommands.LoginToRegistry;
import paas.ops.RegistryCommands.LogoutOfRegistry;
import paas.ops.RegistryCommands.RegistrySummary;
import paas.store.Registries;
import paas.store.RegistryRow;
import paas.store.Store;

/** Handles the registries that base images come from. */
public final class RegistryHandlers {
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:[0-9]{1,5})?");
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PASSWORD = 64 << 10;

  private final Store store;
  private final Engine engine;

  /** Adds its handlers to the table. */
  public RegistryHandlers(Table table, Store store, Engine engine) {
    this.store = store;
    this.engine = engine;
    table.on(LoginToRegistry.class, this::login);
    table.on(LogoutOfRegistry.class, this::logout);
    table.on(ListRegistries.class, (_, _) -> list());
  }

  private RegistrySummary login(Actor who, LoginToRegistry wish) {
    String host = host(wish.host());
    if (wish.user().isBlank() || wish.user().length() > LONGEST_NAME) {
      throw UserError.usage("that is no name to log in with", "registry:login HOST USER");
    }
    if (wish.password().isEmpty() || wish.password().length() > LONGEST_PASSWORD) {
      throw UserError.usage(
          "there is no password on standard input",
          "registry:login " + host + " USER < password.txt");
    }
    refuseWrong(new Supply.Login(host, wish.user(), wish.password()));
    store.registries().put(host, new Registries.Login(wish.user(), wish.password()), who);
    return find(host).orElseThrow();
  }

  private void refuseWrong(Supply.Login login) {
    try {
      Optional<String> why = engine.refused(login);
      if (why.isPresent()) {
        throw UserError.failed(
            login.host() + " does not let " + Printable.of(login.user()) + " in: " + why.get(),
            "nothing was kept; look at the host, the name and the password");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the server is stopping", "try again when it is up");
    }
  }

  private RegistrySummary logout(Actor who, LogoutOfRegistry wish) {
    String host = host(wish.host());
    RegistrySummary known =
        find(host)
            .orElseThrow(() ->
                UserError.failed("nobody is logged in to " + host, "see: ssh paas registry:list"));
    store.registries().remove(host, who);
    return known;
  }

  private Optional<RegistrySummary> find(String host) {
    return list().stream().filter(one -> one.host().equals(host)).findFirst();
  }

  private List<RegistrySummary> list() {
    return store.registries().list().stream().map(RegistryHandlers::summary).toList();
  }

  private static RegistrySummary summary(RegistryRow row) {
    return new RegistrySummary(row.host(), row.user(), row.addedAt(), row.addedBy());
  }

  /** Docker's own registry goes by several names. */
  private static String host(String text) {
    String host =
        text.strip()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^https?://", "")
            .replaceFirst("/(v[12]/?)?$", "");
    if (List.of("index.docker.io", "registry-1.docker.io", "hub.docker.com").contains(host)) {
      return "docker.io";
    }
    if (!HOST.matcher(host).matches()) {
      throw UserError.usage(
          "'" + Printable.of(text) + "' is not a registry",
          "name its host such as registry.example.com or registry.example.com:5000");
    }
    return host;
  }
}
