package paas.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What one step of a build writes, made into lines that a person can read, as they come: without
 * control characters, a progress bar as the one line that it leaves, neither too long nor too many.
 * The last lines are kept.
 */
public final class StepLines {
  /** How many lines of a step that failed are told again. */
  public static final int TOLD_AGAIN = 30;

  private static final int LONGEST = 2_000;
  private static final int MOST = 5_000;

  /** Enough to find a cause in, which some tools tell long before they end. */
  private static final int KEPT = 200;

  /** Colours, movements of the cursor, titles of windows, and what else a terminal is told. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\x07\\x1b]*+(?:\\x07|\\x1b\\\\)?|[@-Z\\\\^_]|["
              + " -/]+[0-~])");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}&&[^\\t]]");

  private final Consumer<String> out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Deque<String> last = new ArrayDeque<>();
  private long dropped;
  private boolean redrawn;
  private long lines;

  public StepLines(Consumer<String> out) {
    this.out = out;
  }

  /** Takes the next bytes, not necessarily whole lines. */
  public synchronized void take(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      take(bytes[i]);
    }
  }

  private void take(byte b) {
    if (b == '\n') {
      write();
    } else if (b == '\r') {
      redrawn = true;
    } else {
      if (redrawn) {
        clear();
      }
      // An escape sequence is not shown, so more is taken than is shown.
      if (line.size() < 4 * LONGEST) {
        line.write(b);
      } else {
        dropped++;
      }
    }
  }

  /** The step has written its last; says so if not all of it was shown. */
  public synchronized void end() {
    if (line.size() > 0) {
      write();
    }
    if (lines > MOST) {
      out.accept("... " + (lines - MOST) + " more lines of this step are left out");
    }
  }

  /** The lines before its end that are worth telling again. */
  public synchronized List<String> last() {
    return last.stream().skip(Math.max(0, last.size() - TOLD_AGAIN)).toList();
  }

  /** More of them, to find a cause in. */
  synchronized List<String> kept() {
    return List.copyOf(last);
  }

  private void write() {
    String text = line.toString(StandardCharsets.UTF_8);
    String plain = CONTROL.matcher(ESCAPE.matcher(text).replaceAll("")).replaceAll("");
    String shown = shortened(plain.stripTrailing());
    clear();
    if (shown.isEmpty()) {
      return;
    }
    last.addLast(shown);
    if (last.size() > KEPT) {
      last.removeFirst();
    }
    lines++;
    if (lines <= MOST) {
      out.accept(shown);
    }
  }

  private String shortened(String text) {
    long more = text.length() - LONGEST + dropped;
    return text.length() <= LONGEST && dropped == 0
        ? text
        : text.substring(0, Math.min(LONGEST, text.length()))
            + " ... ("
            + Math.max(1, more)
            + " more characters)";
  }

  private void clear() {
    line.reset();
    dropped = 0;
    redrawn = false;
  }
}
