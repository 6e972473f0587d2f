package paas.proxy;

import org.jspecify.annotations.Nullable;

/**
 * An app's own pages, in HTML, for what the proxy answers in its place. {@code {title}}, {@code
 * {message}}, {@code {label}}, {@code {request}} and {@code {host}} are filled in.
 *
 * @param maintenance while it is under maintenance; null: the proxy's own
 * @param error when it fails: any other status from 500 on; null: the proxy's own
 */
public record Pages(@Nullable String maintenance, @Nullable String error) {
  public static final Pages NONE = new Pages(null, null);

  /** Most characters of one: every table carries them. */
  public static final int MOST = 16_384;

  public Pages {
    Target.require(fits(maintenance) && fits(error), "a page of more than " + MOST + " characters");
  }

  private static boolean fits(@Nullable String page) {
    return page == null || page.length() <= MOST;
  }

  /** The page for a failure; null where the app has none of its own. */
  @Nullable String of(Failure failure, int status) {
    if (failure == Failure.MAINTENANCE) {
      return maintenance;
    }
    return status >= 500 ? error : null;
  }
}
