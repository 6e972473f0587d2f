package paas.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import paas.proxy.http.Bytes;

/**
 * The pages that the proxy itself answers with: {@code error.html} filled from {@code
 * errors.properties}, or plain text.
 */
final class ErrorPages {
  private final String html = new String(resource("error.html"), StandardCharsets.UTF_8);
  private final Properties texts = new Properties();

  ErrorPages() {
    try (InputStream in = ErrorPages.class.getResourceAsStream("errors.properties")) {
      texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A whole answer.
   *
   * @param facts of the request; their status is usually the failure's own, a malformed request has
   *     several
   * @param close whether the connection ends with it
   * @param fields header lines beside those of every page
   * @param route of the app, which may have pages of its own; null: none is known
   * @return the length of the body
   */
  int write(
      Bytes out,
      Failure failure,
      Facts facts,
      boolean close,
      String fields,
      @Nullable LiveRoute route) {
    int status = facts.status;
    boolean asHtml = facts.html;
    String host = facts.host;
    String requestId = facts.requestId.text();
    String title = text(failure, "title");
    String message =
        text(failure, "message").replace("{host}", host.isEmpty() ? "this name" : host);
    String label = failure.code == null ? String.valueOf(status) : status + " " + failure.code;
    String page =
        asHtml
            ? template(route, failure, status)
                .replace("{title}", escape(title))
                .replace("{host}", escape(host))
                .replace("{message}", escape(message))
                .replace("{label}", escape(label))
                .replace("{request}", escape(requestId))
            : title
                + "\n"
                + message
                + "\n"
                + label
                + (requestId.isEmpty() ? "" : " " + requestId)
                + "\n";
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    out.put("HTTP/1.1 ")
        .decimal(status)
        .put(" ")
        .put(reason(status))
        .put("\r\nContent-Type: text/");
    out.put(asHtml ? "html" : "plain")
        .put("; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: ");
    out.decimal(body.length).crlf();
    if (status == 405) {
      out.put("Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n");
    }
    out.put(fields);
    if (close) {
      out.put("Connection: close\r\n");
    }
    out.crlf();
    if (!facts.toHead) {
      out.put(body);
    }
    return facts.toHead ? 0 : body.length;
  }

  private String template(@Nullable LiveRoute route, Failure failure, int status) {
    String own = route == null ? null : route.route.pages().of(failure, status);
    return own == null ? html : own;
  }

  String text(Failure failure, String part) {
    String key = failure.name().toLowerCase(Locale.ROOT) + "." + part;
    return texts.getProperty(key, failure.description);
  }

  private static String reason(int status) {
    return switch (status) {
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 417 -> "Expectation Failed";
      case 431 -> "Request Header Fields Too Large";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      default -> "Error";
    };
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static byte[] resource(String name) {
    try (InputStream in = ErrorPages.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
