package paas;

import java.nio.file.Path;
import java.time.Duration;
import paas.Settings.EngineChoice;
import paas.buildpacks.heroku.PackWish;
import paas.deploy.CheckLimits;
import paas.deploy.DeploySettings;
import paas.deploy.StepLimits;
import paas.engine.process.ProcessSettings;
import paas.hooks.ExportLimits;
import paas.hooks.PushLimits;
import paas.logs.LogLimits;
import paas.ssh.SshSettings;
import paas.supervise.OneOffLimits;

/**
 * Everything that an operator may choose, as {@code paas.yaml} in the data folder says it. A
 * component is a key of the file ({@code sshPort} is {@code ssh-port}), a record inside is a
 * section, a {@code long} is a number of bytes. What each one means stands in {@code
 * docs/paas.example.yaml}, which a test holds against {@link #DEFAULT}.
 *
 * @param domain {@code auto} makes one of the address
 */
record SettingsFile(
    String listen,
    int sshPort,
    int httpPort,
    int httpsPort,
    String domain,
    EngineChoice engine,
    Ssh ssh,
    Processes processes,
    Run run,
    Checks checks,
    Steps steps,
    Logs logs,
    Push push,
    BuildSetting build,
    HookSettings hooks,
    PackSettings buildpacks,
    Disk disk,
    ProxySetting proxy,
    DomainSetting domains,
    AcmeSetting acme,
    ProcessEngine processEngine) {
  static final String AUTO = "auto";
  static final SettingsFile DEFAULT =
      new SettingsFile(
          "127.0.0.1",
          2222,
          8080,
          0,
          AUTO,
          EngineChoice.AUTO,
          Ssh.DEFAULT,
          Processes.of(DeploySettings.DEFAULT),
          Run.of(OneOffLimits.DEFAULT),
          Checks.of(CheckLimits.DEFAULT),
          Steps.of(StepLimits.DEFAULT),
          Logs.of(LogLimits.DEFAULT),
          Push.of(PushLimits.defaults()),
          BuildSetting.DEFAULT,
          HookSettings.DEFAULT,
          PackSettings.of(PackWish.NONE),
          Disk.DEFAULT,
          ProxySetting.DEFAULT,
          DomainSetting.DEFAULT,
          AcmeSetting.DEFAULT,
          ProcessEngine.DEFAULT);

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  SettingsFile {
    port("ssh-port", sshPort);
    port("http-port", httpPort);
    port("https-port", httpsPort);
    BadSetting.unless(
        httpsPort == 0 || (httpsPort != sshPort && httpsPort != httpPort),
        "https-port",
        "is the same as another port");
    BadSetting.unless(httpPort == 0 || httpPort != sshPort, "http-port", "is the same as ssh-port");
    BadSetting.unless(
        domain.matches("(" + LABEL + "\\.)*" + LABEL),
        "domain",
        "is not a domain name such as apps.example.com");
  }

  DeploySettings deploys() {
    return new DeploySettings(
            processes.memory,
            new CheckLimits(checks.listen, checks.healthy),
            steps.limits(),
            push.limits().export(),
            buildpacks.wish())
        .trusting(build.certificates());
  }

  /** The SSH door. */
  record Ssh(
      boolean sntrup761,
      int strangers,
      int strangersPerAddress,
      Duration login,
      Duration idle,
      Duration unread) {
    static final Ssh DEFAULT = of(SshSettings.of("", 0, Path.of("")));

    Ssh {
      BadSetting.unless(strangers >= 1, "strangers", "is too little (1 at least)");
      BadSetting.unless(
          strangersPerAddress >= 1, "strangers-per-address", "is too little (1 at least)");
      atLeastASecond("login", login);
      atLeastASecond("idle", idle);
      atLeastASecond("unread", unread);
    }

    private static Ssh of(SshSettings usual) {
      return new Ssh(
          usual.sntrup761(),
          usual.unauthenticated(),
          usual.unauthenticatedPerAddress(),
          usual.authTime(),
          usual.idleTime(),
          usual.unread());
    }

    SshSettings on(SshSettings usual) {
      return usual
          .withSntrup761(sntrup761)
          .withPatience(strangers, strangersPerAddress, login, idle, unread);
    }
  }

  /** What a process of an app may use. */
  record Processes(long memory) {
    Processes {
      BadSetting.unless(memory >= 16L << 20, "memory", "is too little (16 MB at least)");
    }

    static Processes of(DeploySettings usual) {
      return new Processes(usual.memoryBytes());
    }
  }

  /** What may run beside an app. */
  record Run(int most, Duration longest) {
    Run {
      BadSetting.unless(most >= 1 && most <= 1000, "most", "is not 1 to 1000");
      atLeastASecond("longest", longest);
    }

    static Run of(OneOffLimits usual) {
      return new Run(usual.most(), usual.longest());
    }

    OneOffLimits limits() {
      return new OneOffLimits(most, longest);
    }
  }

  /** How long a new process may take. */
  record Checks(Duration listen, Duration healthy) {
    Checks {
      atLeastASecond("listen", listen);
      atLeastASecond("healthy", healthy);
    }

    static Checks of(CheckLimits usual) {
      return new Checks(usual.listen(), usual.healthy());
    }
  }

  /** How long a step of a deploy may take. */
  record Steps(
      Duration export,
      Duration detect,
      Duration build,
      Duration release,
      Duration start,
      Duration drain,
      Duration stop) {
    Steps {
      step("export", export);
      step("detect", detect);
      step("build", build);
      step("release", release);
      step("start", start);
      step("drain", drain);
      step("stop", stop);
    }

    private static void step(String key, Duration time) {
      atLeastASecond(key, time);
      BadSetting.unless(time.toDays() < 1, key, "is too long (under 24 h)");
    }

    static Steps of(StepLimits usual) {
      return new Steps(
          usual.export(),
          usual.detect(),
          usual.build(),
          usual.release(),
          usual.start(),
          usual.drain(),
          usual.stop());
    }

    StepLimits limits() {
      return new StepLimits(export, detect, build, release, start, drain, stop);
    }
  }

  /** How much is kept of what apps and deploys write. */
  record Logs(long app, long deploy, int deploys) {
    private static final int MOST = 1 << 30;

    Logs {
      int least = LogLimits.DEFAULT.segmentBytes();
      BadSetting.unless(app >= least, "app", "is too little (1 MB at least)");
      BadSetting.unless(deploy >= 65_536, "deploy", "is too little (64 KB at least)");
      BadSetting.unless(deploy <= MOST, "deploy", "is too much (1 GB at most)");
      BadSetting.unless(deploys >= 1, "deploys", "is too little (1 at least)");
    }

    static Logs of(LogLimits usual) {
      return new Logs(usual.appBytes(), usual.deployBytes(), usual.deploys());
    }

    LogLimits limits() {
      LogLimits usual = LogLimits.DEFAULT;
      return new LogLimits(
          app, usual.segmentBytes(), usual.queue(), usual.followerQueue(), (int) deploy, deploys);
    }
  }

  /** What one push may bring. */
  record Push(
      long pack,
      long object,
      long unpacked,
      int objects,
      Duration silence,
      int entries,
      int depth,
      long path,
      long total,
      long file) {
    private static final long LONGEST_PATH = 4096;

    Push {
      BadSetting.unless(pack >= 1, "pack", "is too little");
      BadSetting.unless(object >= 1, "object", "is too little");
      BadSetting.unless(object <= Integer.MAX_VALUE, "object", "is too much (under 2 GB)");
      BadSetting.unless(unpacked >= 1, "unpacked", "is too little");
      BadSetting.unless(objects >= 1, "objects", "is too little");
      atLeastASecond("silence", silence);
      BadSetting.unless(entries >= 1, "entries", "is too little");
      BadSetting.unless(depth >= 1, "depth", "is too little");
      BadSetting.unless(
          path >= 1 && path <= LONGEST_PATH, "path", "is not the length of a path (1 B to 4 KB)");
      BadSetting.unless(total >= 1, "total", "is too little");
      BadSetting.unless(file >= 1, "file", "is too little");
    }

    static Push of(PushLimits usual) {
      ExportLimits tree = usual.export();
      return new Push(
          usual.packBytes(),
          usual.objectBytes(),
          usual.unpackedBytes(),
          usual.objects(),
          usual.idle(),
          tree.entries(),
          tree.depth(),
          tree.pathBytes(),
          tree.totalBytes(),
          tree.fileBytes());
    }

    PushLimits limits() {
      PushLimits usual = PushLimits.defaults();
      return new PushLimits(
          pack,
          object,
          unpacked,
          objects,
          usual.commandBytes(),
          usual.refs(),
          silence,
          new ExportLimits(entries, depth, (int) path, total, file));
    }
  }

  /** How long each of the operator's hooks may take. */
  record HookSettings(Duration timeout) {
    static final HookSettings DEFAULT = new HookSettings(Duration.ofMinutes(1));

    HookSettings {
      atLeastASecond("timeout", timeout);
      BadSetting.unless(timeout.toHours() < 1, "timeout", "is too long (under 1 h)");
    }
  }

  /** What must stay free of the disk, and what builds may keep there; bytes, and how many files. */
  record Disk(long floor, int files, long caches) {
    static final Disk DEFAULT = new Disk(1L << 30, 10_000, ProcessSettings.CACHES);

    Disk {
      BadSetting.unless(floor >= 0, "floor", "is too little");
      BadSetting.unless(files >= 0, "files", "is too little");
      BadSetting.unless(caches >= 0, "caches", "is too little");
    }
  }

  /** What the engine of plain processes takes of the machine. */
  record ProcessEngine(int firstPort, int lastPort, int firstUid) {
    static final ProcessEngine DEFAULT =
        new ProcessEngine(
            ProcessSettings.FIRST_PORT, ProcessSettings.LAST_PORT, ProcessSettings.FIRST_UID);

    ProcessEngine {
      BadSetting.unless(
          firstPort >= 1024 && firstPort <= 65_535, "first-port", "is not 1024 to 65535");
      BadSetting.unless(
          lastPort >= firstPort && lastPort <= 65_535, "last-port", "is not first-port to 65535");
      BadSetting.unless(firstUid >= 1000, "first-uid", "is too low (1000 at least)");
    }
  }

  private static void port(String key, int port) {
    BadSetting.unless(port >= 0 && port <= 65_535, key, "is not a port (0 to 65535)");
  }

  private static void atLeastASecond(String key, Duration time) {
    BadSetting.unless(time.toMillis() >= 1000, key, "is too short (1 s at least)");
  }
}
