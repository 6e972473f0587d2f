package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own on a folder of its own, and the desk of its administrator. */
final class House implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(30);

  /** To see that a test passes wherever the proxy runs: {@code -Dpaas.house.proxy=own}. */
  private static final @Nullable String PROXY = System.getProperty("paas.house.proxy");

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Pattern READY =
      Pattern.compile(
          "paas ready ssh=(\\S+):(\\d+) http=(\\S+):(\\d+)(?: https=\\S+)? engine=(\\S+) data=(\\S+) pid=(\\d+)");

  private final EngineKind engine;
  private final Path folder;
  private Path data;
  private final List<String> flags;
  private final Map<String, String> env;
  private final Desk desk;
  private int sshPort;
  private int httpPort;
  private final AtomicInteger starts = new AtomicInteger();
  private String instance = "";
  private @Nullable Started current;
  private String settings = "checks: {listen: 10 s, healthy: 2 s}\n";

  private House(EngineKind engine, Path folder, Map<String, String> env, List<String> flags)
      throws IOException {
    this.engine = engine;
    this.data = folder.resolve("data");
    this.flags = flags;
    this.folder = folder;
    this.env = env;
    this.desk = new Desk(Files.createDirectory(folder.resolve("home")));
  }

  /**
   * A house that serves.
   *
   * @param flags for its Java, before its own options
   */
  static House open(EngineKind engine, String... flags) throws IOException {
    return open(engine, Map.of(), flags);
  }

  /** One whose server sees these variables too. */
  static House open(EngineKind engine, Map<String, String> env, String... flags)
      throws IOException {
    return begun(made(engine, env, List.of(flags)), "");
  }

  /** One with more lines in its settings file. */
  static House openWith(EngineKind engine, String settings) throws IOException {
    return openWith(engine, Map.of(), settings);
  }

  /** Both. */
  static House openWith(EngineKind engine, Map<String, String> env, String settings)
      throws IOException {
    return begun(made(engine, env, List.of()), settings);
  }

  /** A house whose data folder lies on another disk, with more settings than usual. */
  static House on(Path disk, String settings, EngineKind engine) throws IOException {
    House house = made(engine, Map.of(), List.of());
    house.data = disk.resolve("data");
    return begun(house, settings);
  }

  private static House made(EngineKind engine, Map<String, String> env, List<String> flags)
      throws IOException {
    engine.assumeThere();
    Path folder = Files.createTempDirectory("paas-house");
    // Apps run as users of their own and must get through.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new House(engine, folder, env, flags);
  }

  private static House begun(House house, String settings) throws IOException {
    house.settings += settings;
    house.start();
    return house;
  }

  EngineKind engine() {
    return engine;
  }

  Desk desk() {
    return desk;
  }

  Path data() {
    return data;
  }

  int sshPort() {
    return sshPort;
  }

  int httpPort() {
    return httpPort;
  }

  /** The proxy as a client of this app sees it. */
  Web web(String app) {
    return new Web(httpPort, app + ".localhost");
  }

  /** A run of the program and the files that its words go to. */
  record Started(Process process, Path out, Path err) {
    String words() {
      try {
        return Files.readString(out) + Files.readString(err);
      } catch (IOException e) {
        return e.toString();
      }
    }

    /** Waits for its end, which must come. */
    Said ended(String line) {
      assertThat(process.onExit()).as("%s ends\n%s", line, words()).succeedsWithin(LONG);
      return new Said("paas " + line, process.exitValue(), words(), "");
    }
  }

  private Started current() {
    if (current == null) {
      throw new IllegalStateException("it was not started");
    }
    return current;
  }

  private Process server() {
    return current().process();
  }

  /** The number of the server's process. */
  long pid() {
    return server().pid();
  }

  /** Starts the server again, on the ports that it had. */
  void start() throws IOException {
    if (!Files.exists(data().resolve("paas.yaml"))) {
      Files.createDirectories(data());
      Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwx--x--x"));
      Files.writeString(data().resolve("paas.yaml"), settings);
    }
    current = launch(options());
    Matcher ready = awaitReady();
    sshPort = Integer.parseInt(ready.group(2));
    httpPort = Integer.parseInt(ready.group(4));
    assertThat(ready.group(5)).isEqualTo(engine.option());
    assertThat(Path.of(ready.group(6))).isEqualTo(data().toRealPath());
    assertThat(Long.parseLong(ready.group(7))).isEqualTo(server().pid());
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(usualOptions());
    if (PROXY != null) {
      options.addAll(List.of("--proxy", PROXY));
    }
    return options;
  }

  private List<String> usualOptions() {
    return List.of(
        "--data",
        data().toString(),
        "--ssh-port",
        Integer.toString(sshPort),
        "--http-port",
        Integer.toString(httpPort),
        "--engine",
        engine.option(),
        "--write-ssh-config");
  }

  /** Starts the program with these arguments; its words go to the files of a new number. */
  Started launch(List<String> arguments) throws IOException {
    int number = starts.incrementAndGet();
    Path out = folder.resolve("server-" + number + ".out");
    Path err = folder.resolve("server-" + number + ".err");
    List<String> argv =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java") + ""));
    argv.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
    argv.addAll(List.of("-Dorg.jboss.logging.provider=slf4j", "-Dorg.jooq.no-logo=true"));
    argv.addAll(List.of("-Dorg.jooq.no-tips=true", "--enable-native-access=ALL-UNNAMED"));
    argv.add("--sun-misc-unsafe-memory-access=allow");
    argv.add("-Duser.home=" + desk.home());
    argv.addAll(flags);
    argv.addAll(classPath());
    argv.add("paas.Main");
    argv.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(argv).redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> seen = builder.environment();
    seen.put("HOME", desk.home().toString());
    seen.putAll(env);
    List.of("SSH_AUTH_SOCK", "SUDO_USER", "JDK_JAVA_OPTIONS").forEach(seen::remove);
    return new Started(builder.start(), out, err);
  }

  /** The build that scripts/test.sh has staged, else what this test run itself was compiled to. */
  private static List<String> classPath() {
    String staged = System.getenv("PAAS_DIST");
    if (staged != null) {
      return List.of("@" + staged + "/java.args");
    }
    String plain = System.getProperty("java.class.path", "");
    String path = System.getProperty("surefire.test.class.path", plain);
    return List.of(
        "-cp",
        Arrays.stream(path.split(File.pathSeparator, -1))
            .filter(entry -> !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator)));
  }

  private Matcher awaitReady() {
    await()
        .alias("the ready line")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !Files.readString(current().out()).isEmpty() || !server().isAlive());
    Matcher ready = READY.matcher(words());
    assertThat(ready.find()).as("%s", words()).isTrue();
    return ready;
  }

  /** What the server of the last start has said. */
  String words() {
    return current().words();
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    server().destroyForcibly().waitFor();
  }

  /** SIGTERM; returns what it said. */
  String term() throws InterruptedException {
    server().destroy();
    assertThat(server().waitFor(10, TimeUnit.SECONDS)).as("ends in 10 s\n%s", words()).isTrue();
    return words();
  }

  /** {@code scripts/run.sh down OPTION...} of this folder. */
  Said down(String... more) throws IOException {
    List<String> argv = new ArrayList<>(List.of("down", "--data", data().toString()));
    argv.addAll(List.of(more));
    return launch(argv).ended(String.join(" ", argv));
  }

  /** The app whose repository has this commit, by the name that the server gives to what is its. */
  String idOf(String commit) throws IOException {
    try (Stream<Path> all = Files.list(data().resolve("repositories"))) {
      return all.filter(repository -> has(repository, commit))
          .map(repository -> repository.getFileName().toString().replace(".git", ""))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean has(Path repository, String commit) {
    return Shell.run("git", "--git-dir", repository.toString(), "cat-file", "-e", commit).exit()
        == 0;
  }

  /** What really runs of this house, looked at from outside: containers, or processes' runners. */
  List<String> instances() throws IOException {
    if (engine == EngineKind.DOCKER) {
      return docker("ps", "--format", "{{.Names}}");
    }
    Pattern name = Pattern.compile(Pattern.quote(data() + "/run/") + "(a\\S+)");
    return Shell.run("ps", "-ww", "-eo", "args")
        .ok()
        .out()
        .lines()
        .flatMap(line -> name.matcher(line).results().map(found -> found.group(1)))
        .distinct()
        .toList();
  }

  /** What is left of it on the engine: networks and images. */
  List<String> leftovers() throws IOException {
    if (engine == EngineKind.PROCESS) {
      return List.of();
    }
    List<String> left = new ArrayList<>(docker("network", "ls", "--format", "{{.Name}}"));
    left.addAll(docker("ps", "-a", "--format", "{{.Names}}"));
    left.addAll(docker("images", "--format", "{{.Repository}}:{{.Tag}}"));
    return left;
  }

  private List<String> docker(String... words) throws IOException {
    if (instance.isEmpty()) {
      instance = Files.readString(data().resolve("instance")).strip();
    }
    List<String> argv = new ArrayList<>(List.of("docker"));
    argv.addAll(List.of(words));
    return Shell.run(null, env, "", argv.toArray(String[]::new))
        .ok()
        .out()
        .lines()
        .filter(line -> line.contains(instance))
        .toList();
  }

  /** Leaves nothing behind. */
  @Override
  public void close() throws IOException {
    Said down = Files.exists(data().resolve("paas.mv.db")) ? down("--purge") : null;
    server().destroyForcibly().onExit().join();
    Shell.run("rm", "-rf", folder.toString()).ok();
    if (down != null) {
      down.ok();
    }
  }
}
