package paas.proxy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the proxy itself answers. Codes are Heroku's where it has one; texts of the pages are in
 * {@code errors.properties}.
 */
enum Failure {
  BAD_REQUEST(400, null, "Bad request"),
  TWO_PATHS(400, null, "Path of two readings"),
  BAD_METHOD(405, null, "Method not served"),
  HEAD_TIMEOUT(408, null, "Client too slow"),
  UNKNOWN_HOST(404, null, "No such host"),
  MOVED(308, null, "Moved to the canonical host"),
  UNAUTHORIZED(401, null, "No login"),
  FORBIDDEN(403, null, "Address not allowed"),
  BODY_TOO_LARGE(413, null, "Body too large"),
  HELD_TOO_LONG(503, "H11", "Held too long"),
  TOO_MANY_HELD(503, "H11", "Backlog too deep"),
  ASLEEP(503, "H20", "App boot timeout: asleep, and not woken in time"),
  BACKLOG_FULL(503, "H11", "Backlog too deep"),
  BACKLOG_SLOW(503, "H11", "Waited too long in the backlog"),
  MAINTENANCE(503, "H80", "Maintenance mode"),
  STOPPED(503, "H14", "App stopped"),
  NO_WEB(503, "H14", "No web processes running"),
  REFUSED(503, "H10", "App crashed: connection refused"),
  CONNECT_TIMEOUT(503, "H19", "Backend connection timeout"),
  NO_TARGET(503, "H20", "No target takes requests"),
  NO_ANSWER(503, "H13", "Connection closed without response"),
  FIRST_BYTE_TIMEOUT(503, "H12", "Request timeout"),
  IDLE(503, "H15", "Idle connection"),
  BAD_ANSWER(503, "H17", "Poorly formatted HTTP response"),
  ANSWER_CUT(503, "H18", "Server Request Interrupted"),
  DRAINED(504, "H18", "Cut at the end of a drain"),
  CLIENT_GONE(499, "H27", "Client Request Interrupted"),
  CLIENT_IDLE(408, "H28", "Client Connection Idle"),
  BAD_BODY(400, "H25", "HTTP Restriction");

  /** The code of each kind; empty where it has none. */
  static final List<String> CODES =
      Arrays.stream(values()).map(kind -> kind.code == null ? "" : kind.code).toList();

  final int status;
  final @Nullable String code;
  final String description;

  /** Whether the target is to blame, not the client or the network between. */
  boolean ofTarget() {
    return switch (this) {
      case REFUSED, CONNECT_TIMEOUT, NO_ANSWER, BAD_ANSWER, ANSWER_CUT -> true;
      default -> false;
    };
  }

  Failure(int status, @Nullable String code, String description) {
    this.status = status;
    this.code = code;
    this.description = description;
  }

  /** Its place among {@link #CODES}. */
  @SuppressWarnings("EnumOrdinal") // never leaves the process
  int kind() {
    return ordinal();
  }
}
