package paas.ops;

import java.util.List;
import paas.model.AppName;

/** Wishes about paths of an app that are another app's, and what they answer. */
public final class RouteCommands {
  private RouteCommands() {}

  public record ShowRoutes(AppName app) implements Command<RoutesReport> {}

  /**
   * Sends the requests below a path to another app.
   *
   * @param prefix such as {@code /api}
   * @param strip whether the other app gets the path without it
   */
  public record AddRoute(AppName app, String prefix, AppName to, boolean strip)
      implements Command<RoutesReport> {}

  public record RemoveRoute(AppName app, String prefix) implements Command<RoutesReport> {}

  /** Where the paths of an app lead; what is not named is its own. */
  public record RoutesReport(String app, List<PathTo> routes) {}

  public record PathTo(String prefix, String app, boolean strip) {}
}
