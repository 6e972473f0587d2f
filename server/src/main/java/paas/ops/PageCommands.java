package paas.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about an app's own pages, and what they answer. */
public final class PageCommands {
  private PageCommands() {}

  public record ShowPages(AppName app) implements Command<PagesReport> {}

  /**
   * Sets a page, or goes back to the proxy's own.
   *
   * @param kind error or maintenance
   * @param html null: the proxy's own
   */
  public record SetPage(AppName app, String kind, @Nullable String html)
      implements Command<PagesReport> {}

  /**
   * One page.
   *
   * @param html null: the proxy's own
   */
  public record Page(String kind, @Nullable String html) {}

  public record PagesReport(String app, List<Page> pages) {}
}
