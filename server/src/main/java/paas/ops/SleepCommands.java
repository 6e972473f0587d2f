package paas.ops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import paas.model.AppName;

/** Wishes about apps that sleep while nobody asks for them, and what they answer. */
public final class SleepCommands {
  private SleepCommands() {}

  public record ShowSleep(AppName app) implements Command<SleepReport> {}

  /**
   * Lets an app sleep.
   *
   * @param after {@code 30m}: after that long without a request; {@code off}: never; {@code now}
   */
  public record SetSleep(AppName app, String after) implements Command<SleepReport> {}

  public record WakeApp(AppName app) implements Command<SleepReport> {}

  /**
   * Whether an app sleeps.
   *
   * @param after how long without a request until it does; null: it does not by itself
   * @param since since when it sleeps; null: it is awake
   * @param idleSeconds for how long no request came; null where that is not known
   */
  public record SleepReport(
      String app, @Nullable String after, @Nullable Instant since, @Nullable Long idleSeconds) {}
}
