package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A Docker engine of the test's own, which may be frozen and killed: beside the machine's, with a
 * bridge, folders and a containerd of its own, and without a hand in the machine's packet filter.
 */
final class OwnDocker implements AutoCloseable {
  private static final Path TMP = Path.of("/tmp");
  private static final String PREFIX = "paas-docker-";
  private static final String DISK = "800m";
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path folder;
  private final String bridge;
  private @Nullable Process daemon;

  private OwnDocker(long owner) throws IOException {
    folder = Files.createDirectories(TMP.resolve(PREFIX + owner));
    bridge = bridge(owner);
  }

  private static String bridge(long owner) {
    return "paas-d" + owner;
  }

  /** Starts one that has these images of the machine's engine; skips aloud where that cannot be. */
  static OwnDocker start(String... images) throws IOException {
    EngineKind.DOCKER.assumeThere();
    boolean root = Shell.run("id", "-u").out().strip().equals("0");
    if (!root || Shell.run("sh", "-c", "command -v dockerd ip").exit() != 0) {
      skip("only root with dockerd and ip can start an engine of its own");
    }
    sweep();
    long self = ProcessHandle.current().pid();
    OwnDocker docker = new OwnDocker(self);
    try {
      docker.takeDisk();
      Shell.run("ip", "link", "add", docker.bridge, "type", "bridge").ok();
      String address = "198.18." + self % 256 + ".1/24";
      Shell.run("ip", "address", "add", address, "dev", docker.bridge).ok();
      Shell.run("ip", "link", "set", docker.bridge, "up").ok();
      docker.start();
      for (String image : images) {
        String copy = "docker save " + image + " | docker -H unix://" + docker.socket() + " load";
        Shell.run("sh", "-c", copy).ok();
      }
      return docker;
    } catch (IOException | RuntimeException | AssertionError e) {
      docker.close();
      throw e;
    }
  }

  /** A small disk for its images and containers, in memory: little is ever on it. */
  private void takeDisk() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Shell.run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "paas-test", data.toString()).ok();
  }

  private static void skip(String why) {
    if (System.getenv().getOrDefault("PAAS_TEST_REQUIRE", "").contains("root")) {
      throw new AssertionError("PAAS_TEST_REQUIRE asks for root and Docker: " + why);
    }
    System.err.println("SKIPPED, not tested: Docker that goes away (" + why + ")");
    Assumptions.abort(why);
  }

  private Path socket() {
    return folder.resolve("socket");
  }

  /** What a program must see to use this engine. */
  Map<String, String> env() {
    return Map.of("DOCKER_HOST", "unix://" + socket());
  }

  /** Runs Docker's own client on it. */
  Said run(String... words) {
    List<String> argv = new ArrayList<>(List.of("docker"));
    argv.addAll(List.of(words));
    return Shell.run(null, env(), "", argv.toArray(String[]::new));
  }

  /** Starts it; returns when it answers. */
  void start() throws IOException {
    // The number of one that was killed would keep the next one from starting.
    Files.deleteIfExists(folder.resolve("pid"));
    Path log = folder.resolve("log");
    daemon =
        new ProcessBuilder(
                "dockerd",
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--host=unix://" + socket(),
                "--bridge=" + bridge,
                "--iptables=false",
                "--ip-masq=false",
                "--userland-proxy=false",
                "--containerd-namespace=" + bridge,
                "--containerd-plugins-namespace=" + bridge + "-plugins")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    await()
        .atMost(House.SOON)
        .pollInterval(POLL)
        .until(() -> run("version").exit() == 0 || !daemon().isAlive());
    assertThat(daemon().isAlive()).as("%s", Files.readString(log)).isTrue();
  }

  /** Starts it unless it runs. */
  void startAgain() throws IOException {
    if (!daemon().isAlive()) {
      start();
    }
  }

  private Process daemon() {
    if (daemon == null) {
      throw new IllegalStateException("it was not started");
    }
    return daemon;
  }

  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    Shell.run("kill", "-" + name, Long.toString(daemon().pid())).ok();
  }

  /** kill -9: it has no time to end what runs in it. */
  void kill() throws IOException, InterruptedException {
    Path number = folder.resolve("exec/containerd/containerd.pid");
    long containerd = Long.parseLong(Files.readString(number).strip());
    daemon().destroyForcibly().waitFor();
    // It dies with its parent; the next one would wait for it in vain if it came too early.
    await()
        .atMost(House.SOON)
        .pollInterval(POLL)
        .until(() -> ProcessHandle.of(containerd).isEmpty());
    Files.deleteIfExists(number);
  }

  /** As a service manager stops it. */
  void stop() {
    daemon().destroy();
    assertThat(daemon().onExit()).succeedsWithin(House.SOON);
  }

  @Override
  public void close() throws IOException {
    Process now = daemon;
    if (now != null && now.isAlive()) {
      thaw();
      run("ps", "-aq").out().lines().forEach(id -> run("rm", "-f", id));
      run("network", "prune", "-f");
      now.destroy();
      now.onExit().completeOnTimeout(now, 30, TimeUnit.SECONDS).join();
    }
    clear(folder, bridge);
  }

  /** What a test run that was killed has left. */
  private static void sweep() throws IOException {
    try (Stream<Path> old = Files.list(TMP)) {
      for (Path left : old.filter(OwnDocker::isOurs).toList()) {
        long owner = Long.parseLong(left.getFileName().toString().substring(PREFIX.length()));
        if (ProcessHandle.of(owner).isEmpty()) {
          clear(left, bridge(owner));
        }
      }
    }
  }

  private static boolean isOurs(Path folder) {
    return folder.getFileName().toString().matches(PREFIX + "[0-9]+");
  }

  /** Ends all that runs out of the folder, and takes it away. */
  private static void clear(Path folder, String bridge) throws IOException {
    List<ProcessHandle> ours =
        ProcessHandle.allProcesses()
            .filter(p -> commandLine(p).contains(folder + "/"))
            .flatMap(p -> Stream.concat(p.descendants(), Stream.of(p)))
            .filter(p -> p.pid() != ProcessHandle.current().pid())
            .toList();
    ours.forEach(ProcessHandle::destroyForcibly);
    await()
        .atMost(House.SOON)
        .pollInterval(POLL)
        .until(() -> ours.stream().noneMatch(ProcessHandle::isAlive));
    Files.readAllLines(Path.of("/proc/mounts")).stream()
        .map(line -> line.split(" ", -1)[1])
        .filter(mount -> mount.startsWith(folder + "/"))
        .sorted((a, b) -> b.length() - a.length())
        .forEach(mount -> Shell.run("umount", "-l", mount));
    Shell.run("ip", "link", "delete", bridge);
    Shell.run("rm", "-rf", folder.toString()).ok();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }
}
