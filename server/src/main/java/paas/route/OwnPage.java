package paas.route;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import paas.model.Printable;
import paas.model.UserError;
import paas.proxy.Pages;

/** What an app can have a page of its own for. */
public enum OwnPage {
  MAINTENANCE,
  ERROR;

  /** As it is typed. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of that name; a {@link UserError} that lists them when there is none. */
  public static OwnPage of(String key) {
    return Arrays.stream(values())
        .filter(kind -> kind.key().equals(key))
        .findFirst()
        .orElseThrow(() ->
            UserError.usage(
                "there is no page '" + Printable.of(key) + "'",
                "there are "
                    + Arrays.stream(values()).map(OwnPage::key).collect(Collectors.joining(", "))));
  }

  /**
   * The page as it is kept.
   *
   * @throws UserError when it is none
   */
  public static String checked(String html) {
    if (html.isBlank()) {
      throw UserError.usage(
          "nothing came on standard input", "such as: error-page:set shop error < page.html");
    }
    if (html.length() > Pages.MOST) {
      throw UserError.usage(
          "the page has " + html.length() + " characters",
          "at most " + Pages.MOST + ": put images and styles elsewhere");
    }
    return html;
  }
}
