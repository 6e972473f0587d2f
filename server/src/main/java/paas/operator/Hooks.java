package paas.operator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the operator's programs at named points. */
public final class Hooks {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final HookFolder folder;
  private final Path data;
  private final HookProcess.Limits limits;

  /**
   * @param data the data folder; the programs lie in its {@code hooks}
   * @param timeout of each program
   */
  public Hooks(Path data, Duration timeout) {
    this(data, timeout, GRACE);
  }

  Hooks(Path data, Duration timeout, Duration grace) {
    this.folder = new HookFolder(data.resolve("hooks"));
    this.data = data;
    this.limits = new HookProcess.Limits(timeout, grace);
  }

  /** The programs of a point in their order, those that are not run too. */
  public List<HookFile> of(HookPoint point) {
    return folder.of(point);
  }

  /** What lies among the hooks and belongs to no point. */
  public List<String> foreign() {
    return folder.foreign();
  }

  public Path folder() {
    return folder.path();
  }

  /** All that a program sees of its surroundings beside its standard input. */
  public Map<String, String> environment(HookRecord record) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", PATH);
    env.put("LANG", "C.UTF-8");
    env.put("HOME", folder.path().toString());
    env.put("HOOK", record.point().label());
    env.put("PAAS_APP", record.app());
    env.put("PAAS_DATA", data.toString());
    return env;
  }

  /**
   * Runs the programs of a point one after the other; where the point decides, up to the first that
   * refuses.
   *
   * @return why what was about to happen must not; empty when it may
   */
  public Optional<String> run(HookRecord record, HookOutput output) throws InterruptedException {
    for (HookFile file : of(record.point())) {
      if (!file.runs()) {
        output.warning(
            "The hook " + file.name() + " is skipped: it " + file.problem(), file.remedy());
        continue;
      }
      Optional<String> wrong = run(file, record, output);
      if (wrong.isPresent() && record.point().decides()) {
        return wrong;
      }
      wrong.ifPresent(why -> output.warning("Nothing depends on it: " + why, ""));
    }
    return Optional.empty();
  }

  private Optional<String> run(HookFile file, HookRecord record, HookOutput output)
      throws InterruptedException {
    output.began(file.name());
    HookProcess.Ended ended =
        HookProcess.run(file.path(), environment(record), record.json(), limits, output::line);
    return switch (ended) {
      case HookProcess.Ended.Well _ -> Optional.empty();
      case HookProcess.Ended.Badly(int status, String last) ->
          Optional.of(
              last.isEmpty()
                  ? "the hook " + file.name() + " ended with status " + status
                  : last + " (hook " + file.name() + ")");
      case HookProcess.Ended.Late _ ->
          Optional.of(
              "the hook "
                  + file.name()
                  + " did not end within "
                  + limits.timeout().toSeconds()
                  + " s (setting hooks.timeout)");
      case HookProcess.Ended.Never(String why) ->
          Optional.of("the hook " + file.name() + " could not be started: " + why);
    };
  }
}
