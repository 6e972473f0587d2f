package paas.cli;

import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.AppName;
import paas.model.UserError;

/** One call of a verb: who calls, on what, and through which console. */
public final class Call {
  private final Actor actor;
  private final @Nullable AppName app;
  private final Flags flags;
  private final Streams streams;
  private final Console console;
  private final Cancel cancel;

  Call(
      Actor actor,
      @Nullable AppName app,
      Flags flags,
      Streams streams,
      Console console,
      Cancel cancel) {
    this.actor = actor;
    this.app = app;
    this.flags = flags;
    this.streams = streams;
    this.console = console;
    this.cancel = cancel;
  }

  public Actor actor() {
    return actor;
  }

  /** The app of a verb that needs one. */
  public AppName app() {
    if (app == null) {
      throw new IllegalStateException("the verb was declared without an app");
    }
    return app;
  }

  /** The app, when one was named. */
  public Optional<AppName> namedApp() {
    return Optional.ofNullable(app);
  }

  public Flags flags() {
    return flags;
  }

  public Console console() {
    return console;
  }

  public Cancel cancel() {
    return cancel;
  }

  public InputStream stdin() {
    return streams.in();
  }

  /** The caller's raw ends, for a program that talks to them directly. */
  public Streams streams() {
    return streams;
  }

  public Optional<Terminal> terminal() {
    return Optional.ofNullable(streams.terminal());
  }

  /** Shows a result: the record itself as JSON when the caller wants that, else as text. */
  public int show(Object result, Runnable text) {
    if (flags.json()) {
      console.json(result);
    } else {
      text.run();
    }
    return 0;
  }

  /**
   * Returns when the caller means it: {@code --force}, {@code --confirm NAME}, or the name typed on
   * the terminal.
   *
   * @param name what has to be typed, such as the app's name
   * @param loss one sentence that says what will be lost
   * @throws UserError exit status 1 when the caller does not
   */
  public void confirm(String name, String loss) {
    if (flags.force || name.equals(flags.confirm)) {
      return;
    }
    if (flags.confirm != null) {
      throw UserError.failed(
          "--confirm does not name " + name, loss + "; to go on: --confirm " + name);
    }
    if (streams.terminal() == null) {
      throw UserError.failed(
          loss, "nothing was done; to go on: --confirm " + name + " (or --force)");
    }
    console.warn(loss);
    String typed = console.ask("Type " + name + " to go on: ", streams.in(), cancel);
    if (!typed.equals(name)) {
      throw UserError.failed("that is not " + name, "nothing was done");
    }
  }
}
