package paas.engine.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import paas.buildpacks.StartCommand;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.engine.StartFailed;

/** Starts commands beside an app. */
final class OneOffs {
  private final Folders folders;
  private final Users users;
  private final Environments environments;
  private final Jobs jobs;

  OneOffs(Folders folders, Users users, Environments environments, Jobs jobs) {
    this.folders = folders;
    this.users = users;
    this.environments = environments;
    this.jobs = jobs;
  }

  OneOff run(OneOffSpec spec) throws StartFailed {
    Slug slug = Slug.of(spec.artifact(), folders);
    List<String> argv =
        spec.argv().size() == 1
            ? List.of("/bin/sh", "-c", new StartCommand(spec.argv().getFirst(), "run").shellLine())
            : spec.argv();
    Map<String, String> config = new TreeMap<>(spec.env());
    OneOffSpec.Terminal terminal = spec.terminal();
    if (terminal != null) {
      config.put("TERM", terminal.type());
    }
    Jobs.Wish wish =
        new Jobs.Wish(
            spec.app(),
            slug.folder(),
            argv,
            folder -> environments.ofProcess(spec.app(), slug, folder, config),
            spec.memoryBytes(),
            false);
    return terminal == null ? new PlainOneOff(jobs.start(wish, null)) : onTerminal(wish, terminal);
  }

  private OneOff onTerminal(Jobs.Wish wish, OneOffSpec.Terminal size) throws StartFailed {
    try {
      Terminal terminal = Terminal.open(size.columns(), size.rows());
      try {
        users.own(wish.app(), terminal.device());
        return new TerminalOneOff(jobs.start(wish, terminal.device()), terminal);
      } catch (IOException | StartFailed | RuntimeException e) {
        terminal.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StartFailed(
          "no terminal could be opened: " + e.getMessage(), "run it without one: ssh -T");
    }
  }
}
