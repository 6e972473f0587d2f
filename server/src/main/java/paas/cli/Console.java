package paas.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import paas.model.UserError;

/**
 * What a caller reads: results on stdout, warnings and errors on stderr, each line flushed as it
 * happens. Safe for several threads; lines never mix.
 */
public final class Console {
  private static final String STEP = "-----> ";
  private static final String RESULT = "=====> ";
  private static final String DETAIL = "       ";
  private static final String WARNING = " !     ";

  private final OutputStream out;
  private final OutputStream err;
  private final String lineEnd;
  private final boolean colour;
  private final boolean quiet;

  /** A console on a caller's streams. */
  public Console(Streams streams, Flags flags) {
    Terminal terminal = streams.terminal();
    this.out = streams.out();
    this.err = streams.err();
    this.lineEnd = terminal == null ? "\n" : "\r\n";
    this.colour = terminal != null && !terminal.type().equals("dumb") && !flags.noColor;
    this.quiet = flags.quiet;
  }

  /** A step on the way: {@code -----> Building}. */
  public void step(String text) {
    unlessQuiet(STEP, Colour.CYAN, text);
  }

  /** A header or the final result: {@code =====> shop}. */
  public void result(String text) {
    unlessQuiet(RESULT, Colour.GREEN, text);
  }

  /** More about the step before. */
  public void detail(String text) {
    unlessQuiet(DETAIL, Colour.NONE, text);
  }

  /** What was asked for: a plain line that {@code --quiet} keeps. */
  public void line(String text) {
    print(out, "", Colour.NONE, text);
  }

  /** Plain lines in one write. */
  public void lines(List<String> lines) {
    if (!lines.isEmpty()) {
      print(out, "", Colour.NONE, String.join("\n", lines));
    }
  }

  /** Whole lines, each with its {@link #lineEnd()}, in one write. */
  public void block(StringBuilder lines) {
    if (!lines.isEmpty()) {
      write(out, lines.toString());
    }
  }

  /** What ends a line for this caller. */
  public String lineEnd() {
    return lineEnd;
  }

  public void table(Table table) {
    lines(table.lines(!quiet));
  }

  /** A record, or a list of them, as JSON. */
  public void json(Object value) {
    line(Json.of(value));
  }

  /** A line with a prefix of its own, as deploys write them, in that prefix's colour. */
  public void said(String text) {
    Colour colour =
        text.startsWith(STEP)
            ? Colour.CYAN
            : text.startsWith(RESULT)
                ? Colour.GREEN
                : text.startsWith(WARNING) ? Colour.RED : Colour.NONE;
    print(out, "", colour, text);
  }

  /** A warning on stderr. */
  public void warn(String text) {
    print(err, WARNING, Colour.YELLOW, text);
  }

  /** An error on stderr: what and why, then what to do next. */
  public void fail(UserError error) {
    print(err, WARNING, Colour.RED, error.what());
    if (!error.remedy().isEmpty()) {
      print(err, DETAIL, Colour.NONE, error.remedy());
    }
  }

  /** {@code text} in {@code colour} where colours are wanted. */
  public String paint(Colour colour, String text) {
    return this.colour ? colour.paint(text) : text;
  }

  /** Asks on the terminal and returns the line typed; empty at the end of input. */
  String ask(String question, InputStream in, Cancel cancel) {
    try {
      write(err, question);
      return new TypedLine(in, err).read(cancel);
    } catch (IOException e) {
      throw new CallerGone(e);
    } finally {
      write(err, lineEnd);
    }
  }

  private void unlessQuiet(String prefix, Colour colour, String text) {
    if (!quiet) {
      print(out, prefix, colour, text);
    }
  }

  /** Each line of the text gets the prefix. */
  private void print(OutputStream to, String prefix, Colour colour, String text) {
    StringBuilder block = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      block.append(paint(colour, prefix + line)).append(lineEnd);
    }
    write(to, block.toString());
  }

  private synchronized void write(OutputStream to, String text) {
    try {
      to.write(text.getBytes(StandardCharsets.UTF_8));
      to.flush();
    } catch (IOException e) {
      throw new CallerGone(e);
    }
  }
}
