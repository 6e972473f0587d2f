package paas.ops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import paas.logs.Follower;
import paas.logs.LogFilter;
import paas.logs.LogLine;
import paas.model.AppName;

/** Wishes about logs, keys, events and the server's own health. */
public final class HouseCommands {
  private HouseCommands() {}

  public record LastLogs(AppName app, LogFilter filter, int lines)
      implements Command<List<LogLine>> {}

  public record FollowLogs(AppName app, LogFilter filter, int lines) implements Command<Follower> {}

  /**
   * Lets a key in.
   *
   * @param line one line of an OpenSSH public key file
   */
  public record AddKey(String name, String line) implements Command<KeySummary> {}

  public record RemoveKey(String nameOrFingerprint) implements Command<KeySummary> {}

  public record ListKeys() implements Command<List<KeySummary>> {}

  public record KeySummary(String name, String fingerprint, String type, Instant addedAt) {}

  public record ListEvents(@Nullable AppName app, int limit)
      implements Command<List<EventSummary>> {}

  public record EventSummary(Instant at, String app, String actor, String kind, String text) {}

  /**
   * Looks whether all is well.
   *
   * @param repair whether to mend first what can be mended
   */
  public record Diagnose(boolean repair) implements Command<Diagnosis> {}

  /**
   * What was looked at; the server is well when no finding is bad.
   *
   * @param mended what was wrong and is not any more
   */
  public record Diagnosis(boolean ok, List<Finding> findings, List<String> mended) {}

  /**
   * One look.
   *
   * @param remedy what to do next; empty when all is well
   */
  public record Finding(String check, boolean ok, String text, String remedy) {}
}
