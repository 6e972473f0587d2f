package paas.ops;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about how requests come to an app, and what they answer. */
public final class ProxyCommands {
  private ProxyCommands() {}

  public record ShowProxy(AppName app) implements Command<ProxyReport> {}

  /** Sets rules by their names; an empty value takes one back to its default. */
  public record SetRules(AppName app, Map<String, String> values) implements Command<ProxyReport> {}

  /**
   * Lets requests wait.
   *
   * @param hold how long each waits from now on; null: unchanged
   */
  public record Pause(AppName app, @Nullable String hold) implements Command<ProxyReport> {}

  public record Resume(AppName app) implements Command<ProxyReport> {}

  /** Answers every request with a page, or no more. */
  public record Maintain(AppName app, boolean on) implements Command<ProxyReport> {}

  /**
   * Asks for a login from now on, and takes this one.
   *
   * @param password null: one is made up
   */
  public record AddLogin(AppName app, String user, @Nullable String password)
      implements Command<NewLogin> {}

  public record RemoveLogin(AppName app, String user) implements Command<ProxyReport> {}

  /**
   * Something that can be set.
   *
   * @param usual what holds when it is not
   */
  public record Setting(String key, String usual, String summary) {}

  /** A login, with the password in plain text: nothing keeps it. */
  public record NewLogin(String app, String user, String password) {}

  /**
   * How requests come to an app.
   *
   * @param state serving, paused, maintenance, stopped or no-web
   * @param held requests that wait because it is paused
   * @param set what is set, by its name
   * @param settings everything that can be set
   * @param users who may log in; empty: no login is asked for
   * @param targets where requests go now
   */
  public record ProxyReport(
      String app,
      String state,
      int held,
      Map<String, String> set,
      List<Setting> settings,
      List<String> users,
      List<String> hosts,
      List<String> targets) {}
}
