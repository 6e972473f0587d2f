package paas.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import paas.buildpacks.plan.StartCommand;
import paas.engine.EnterSpec;
import paas.engine.KeptOneOff;
import paas.engine.OneOff;
import paas.engine.OneOffSpec;
import paas.engine.StartFailed;
import paas.model.AppId;
import paas.model.InstanceName;

/** Starts commands beside an app, and inside of its instances. */
final class OneOffs {
  private final Folders folders;
  private final Users users;
  private final Environments environments;
  private final Jobs jobs;

  /** Those that are not closed yet. */
  private final Map<OneOff, Owner> open = new ConcurrentHashMap<>();

  /**
   * Whose it is.
   *
   * @param inside the instance that it was started in; null when it stands alone
   */
  private record Owner(AppId app, @Nullable InstanceName inside) {}

  OneOffs(Folders folders, Users users, Environments environments, Jobs jobs) {
    this.folders = folders;
    this.users = users;
    this.environments = environments;
    this.jobs = jobs;
  }

  OneOff run(OneOffSpec spec) throws StartFailed {
    Slug slug = Slug.of(spec.artifact(), folders);
    Map<String, String> config = new TreeMap<>(spec.env());
    putTerm(config, spec.terminal());
    Jobs.Wish wish =
        new Jobs.Wish(
            spec.app(),
            slug.folder(),
            slug.started(command(spec.argv())),
            folder -> environments.ofProcess(spec.app(), slug, folder, config),
            spec.memoryBytes(),
            false);
    return kept(spec.app(), null, started(jobs::start, wish, spec.terminal()));
  }

  /** Runs a command as the instance runs: its user, folder, environment, and one limit for both. */
  OneOff enter(EnterSpec spec, Instance inside) throws StartFailed {
    Slug slug = Slug.of(spec.artifact(), folders);
    Map<String, String> env = environment(inside);
    putTerm(env, spec.terminal());
    Jobs.Wish wish =
        new Jobs.Wish(
            spec.name().app(),
            slug.folder(),
            command(spec.argv()),
            folder -> {
              env.put(Environments.MARK, folder.path().toString());
              return env;
            },
            spec.memoryBytes(),
            false);
    Starter into = (job, device) -> jobs.startIn(inside.folder(), job, device);
    OneOff entered = kept(spec.name().app(), spec.name(), started(into, wish, spec.terminal()));
    if (inside.hasEnded()) {
      entered.close();
      throw notRunning(spec.name());
    }
    return entered;
  }

  static StartFailed notRunning(InstanceName name) {
    return new StartFailed(
        name.process() + " does not run", "see what does: ssh paas ps; to start one: ps:restart");
  }

  /** What the instance itself was started with. */
  private static Map<String, String> environment(Instance inside) throws StartFailed {
    ProcessId process =
        inside.folder().process().orElseThrow(() -> notRunning(inside.state().name()));
    Map<String, String> env = new TreeMap<>();
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "environ");
      String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (String pair : all.split("\0", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).matches(Launcher.NAME)) {
          env.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
      }
      return env;
    } catch (IOException e) {
      throw notRunning(inside.state().name());
    }
  }

  private static List<String> command(List<String> argv) {
    return argv.size() == 1
        ? List.of("/bin/sh", "-c", StartCommand.shellLine(argv.getFirst()))
        : argv;
  }

  private static void putTerm(Map<String, String> env, OneOffSpec.@Nullable Terminal terminal) {
    if (terminal != null) {
      env.put("TERM", terminal.type());
    }
  }

  private interface Starter {
    Job start(Jobs.Wish wish, @Nullable Path terminal) throws StartFailed;
  }

  private OneOff started(Starter starter, Jobs.Wish wish, OneOffSpec.@Nullable Terminal size)
      throws StartFailed {
    if (size == null) {
      return new PlainOneOff(starter.start(wish, null));
    }
    try {
      Terminal terminal = Terminal.open(size.columns(), size.rows());
      try {
        users.own(wish.app(), terminal.device());
        return new TerminalOneOff(starter.start(wish, terminal.device()), terminal);
      } catch (IOException | StartFailed | RuntimeException e) {
        terminal.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StartFailed(
          "no terminal could be opened: " + e.getMessage(), "run it without one: ssh -T");
    }
  }

  private OneOff kept(AppId app, @Nullable InstanceName inside, OneOff oneOff) {
    OneOff kept = new KeptOneOff(oneOff, open::remove);
    open.put(kept, new Owner(app, inside));
    return kept;
  }

  /** Ends what runs inside of an instance that has ended. */
  void ended(InstanceName name) {
    end(owner -> name.equals(owner.inside()));
  }

  void endAllOf(AppId app) {
    end(owner -> owner.app().equals(app));
  }

  private void end(Predicate<Owner> which) {
    open.forEach((oneOff, owner) -> {
      if (which.test(owner)) {
        oneOff.close();
      }
    });
  }
}
