package paas.engine.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import paas.model.AppId;

/**
 * The programs that a command is put behind, each of which changes one thing and then becomes the
 * next. What this machine lacks is found by trying, once, and left out.
 */
final class Prefixes {
  private static final Duration TRIAL = Duration.ofSeconds(10);

  /** A server that was started by nohup or beside a script ignores these; its apps must not. */
  private static final String HEARING = "@SIG{qw(HUP INT QUIT)} = ('DEFAULT') x 3; ";

  private final Users users;
  private final Set<Link> usable;

  /** One thing that can be changed before a command runs. */
  enum Link {
    /** Orphans of the process come back to its runner. */
    ADOPTION("stray children: come back to their runner"),
    /** Less of CPU and disk than what serves. */
    LEFTOVERS("builds: with low priority"),
    /** Another user without any privilege. */
    OTHER_USER("users: one id for each app, no privileges");

    private final String fact;

    Link(String fact) {
      this.fact = fact;
    }
  }

  private Prefixes(Users users, Set<Link> usable) {
    this.users = users;
    this.usable = usable;
  }

  /** Tries the whole chain, and only when it breaks every link of it. */
  static Prefixes probe(Users users) {
    Set<Link> all = EnumSet.allOf(Link.class);
    if (!users.separate()) {
      all.remove(Link.OTHER_USER);
    }
    Prefixes whole = new Prefixes(users, all);
    if (whole.works()) {
      return whole;
    }
    Set<Link> usable = EnumSet.noneOf(Link.class);
    for (Link link : all) {
      if (new Prefixes(users, EnumSet.of(link)).works()) {
        usable.add(link);
      }
    }
    return new Prefixes(users, usable);
  }

  boolean has(Link link) {
    return usable.contains(link);
  }

  /** Why nothing can run here; empty when all is well. */
  String problem() {
    if (users.separate() && !has(Link.OTHER_USER)) {
      return "apps cannot be given users of their own: setpriv --reuid "
          + users.uid(new AppId(1))
          + " does not work here; run the server as an ordinary user";
    }
    return Commands.works(TRIAL, List.of("setsid", "true"))
        ? ""
        : "setsid is missing: install util-linux";
  }

  List<String> facts() {
    List<String> facts = new ArrayList<>();
    for (Link link : Link.values()) {
      boolean wanted = link != Link.OTHER_USER || users.separate();
      if (wanted) {
        facts.add(has(link) ? link.fact : link.fact + ": not on this machine");
      }
    }
    if (!users.separate()) {
      facts.add("users: every app runs as the server's own user");
    }
    return facts;
  }

  /**
   * In front of a runner: a session of its own, out of reach of the server's terminal, that heeds
   * every signal.
   */
  List<String> ofRunner() {
    return has(Link.ADOPTION)
        ? List.of("perl", "-e", HEARING + adoption() + "exec @ARGV or exit 127")
        : List.of("setsid");
  }

  /** In front of a process: a session of its own, priority, user. */
  List<String> ofProcess(AppId app, boolean leftovers, boolean terminal) {
    List<String> argv = new ArrayList<>(terminal ? List.of("setsid", "-c") : List.of("setsid"));
    if (leftovers && has(Link.LEFTOVERS)) {
      argv.addAll(List.of("nice", "-n", "10", "ionice", "-c", "2", "-n", "7"));
    }
    argv.addAll(asUserOf(app));
    return argv;
  }

  /** Becomes the app's user, where apps have one. */
  List<String> asUserOf(AppId app) {
    String uid = Integer.toString(users.uid(app));
    return has(Link.OTHER_USER)
        ? List.of(
            "setpriv",
            "--reuid",
            uid,
            "--regid",
            uid,
            "--clear-groups",
            "--no-new-privs",
            "--inh-caps=-all",
            "--bounding-set=-all")
        : List.of();
  }

  /** setsid and prctl(PR_SET_CHILD_SUBREAPER, 1); both outlive exec. Numbers differ by machine. */
  private static String adoption() {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return arm
        ? "syscall(157); syscall(167,36,1,0,0,0)==0 or exit 126; "
        : "syscall(112); syscall(157,36,1,0,0,0)==0 or exit 126; ";
  }

  private boolean works() {
    AppId app = new AppId(1);
    List<String> argv = new ArrayList<>(ofRunner());
    argv.addAll(ofProcess(app, true, false));
    argv.add("true");
    return Commands.works(TRIAL, argv);
  }
}
