package paas.ops;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;
import paas.route.AppRules;

/** Wishes about how requests come to an app, and what they answer. */
public final class ProxyCommands {
  private ProxyCommands() {}

  public record ShowProxy(AppName app) implements Command<ProxyReport> {}

  /** Sets rules by their names; an empty value takes one back to its default. */
  public record SetRules(AppName app, Map<String, String> values) implements Command<ProxyReport> {}

  /**
   * Pauses an app or puts it under maintenance, or takes that back.
   *
   * @param hold how long a request waits from now on; null: unchanged
   */
  public record Turn(AppName app, AppRules.State state, boolean on, @Nullable String hold)
      implements Command<ProxyReport> {}

  /**
   * Asks for a login from now on, and takes this one.
   *
   * @param password null: one is made up
   */
  public record AddLogin(AppName app, String user, @Nullable String password)
      implements Command<NewLogin> {}

  public record RemoveLogin(AppName app, String user) implements Command<ProxyReport> {}

  /** A login, with the password in plain text: nothing keeps it. */
  public record NewLogin(String app, String user, String password) {}

  /**
   * How requests come to an app.
   *
   * @param state serving, paused, maintenance, stopped or no-web
   * @param held requests that wait because it is paused
   * @param set what is set, by its name
   * @param users who may log in; empty: no login is asked for
   * @param targets where requests go now
   */
  public record ProxyReport(
      String app,
      String state,
      int held,
      Map<String, String> set,
      List<String> users,
      List<String> hosts,
      List<String> targets) {}
}
