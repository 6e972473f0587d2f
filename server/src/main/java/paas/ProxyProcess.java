package paas;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import paas.disk.WholeFile;
import paas.model.UserError;
import paas.proxy.ProxySettings;
import paas.proxy.control.JavaOptions;
import paas.proxy.control.ProxyMain;
import paas.proxy.control.Running;
import paas.proxy.control.SettingsJson;
import paas.proxy.control.Starter;

/**
 * Starts the proxy as a process of its own, which outlives the server; one of another build or with
 * other settings is taken over from by a new one.
 */
final class ProxyProcess implements Starter {
  private static final long READY_SECONDS = 60;
  private static final int LONGEST_SOCKET = 107;

  /** Names all that it needs: neither the store nor SSH, git or Docker. */
  private static final Pattern JAR = Pattern.compile("paas-proxy-[^/]*\\.jar");

  /** A file that makes its start short, if it is there: scripts/lib/java.sh trains it. */
  private static final String CACHE = "paas.proxy.aot";

  /** The terminal's Ctrl-C is for the server alone. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final DataFolder data;
  private final String classPath;
  private final ProxySettings settings;
  private final String identity;

  ProxyProcess(DataFolder data, ProxySettings settings) {
    this.data = data;
    this.classPath = classPath();
    this.settings = settings;
    ProxySettings anywhere = at(settings, 0, 0);
    this.identity = Integer.toHexString((classPath + SettingsJson.text(anywhere)).hashCode());
    if (data.proxySocket().toString().length() > LONGEST_SOCKET) {
      throw UserError.failed(
          "the path of the proxy's socket is too long: " + data.proxySocket(),
          "take a data folder with a shorter path, or start with --proxy embedded");
    }
  }

  private static ProxySettings at(ProxySettings settings, int port, int tlsPort) {
    InetSocketAddress tls = settings.listenTls();
    return settings.at(
        new InetSocketAddress(settings.listen().getAddress(), port),
        tls == null ? null : new InetSocketAddress(tls.getAddress(), tlsPort));
  }

  /** Writes what a proxy is started with, by us or by a service manager. */
  void writeSettings() throws IOException {
    write(settings);
  }

  private void write(ProxySettings current) throws IOException {
    WholeFile.write(data.proxySettings(), SettingsJson.text(current), "rw-------");
  }

  @Override
  public void ensure(@Nullable Running now, @Nullable Running before)
      throws IOException, InterruptedException {
    if (now == null || !fits(now)) {
      // Any free port was asked for once: clients know it now.
      write(before == null ? settings : inPlaceOf(before));
      start();
    }
  }

  /** One that a person or a service manager started says nothing of itself: it is theirs. */
  private boolean fits(Running now) {
    if (now.identity().isEmpty()) {
      return true;
    }
    InetSocketAddress tls = settings.listenTls();
    InetSocketAddress there = now.https();
    return identity.equals(now.identity())
        && (settings.listen().getPort() == 0 || settings.listen().getPort() == now.http().getPort())
        && (tls == null
            || tls.getPort() == 0
            || (there != null && tls.getPort() == there.getPort()));
  }

  private ProxySettings inPlaceOf(Running before) {
    InetSocketAddress tls = before.https();
    return at(settings, before.http().getPort(), tls == null ? 0 : tls.getPort());
  }

  private void start() throws IOException, InterruptedException {
    Path said = data.proxy().resolve("log");
    long before = Files.exists(said) ? Files.size(said) : 0;
    Process process =
        new ProcessBuilder(command())
            .directory(data.proxy().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()))
            .start();
    try (BufferedReader out = process.inputReader()) {
      CompletableFuture<@Nullable String> first = CompletableFuture.supplyAsync(() -> line(out));
      if (first.get(READY_SECONDS, TimeUnit.SECONDS) == null) {
        throw new IOException(why(said, before));
      }
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("the proxy does not say that it serves, see " + said, e);
    }
  }

  private static @Nullable String line(BufferedReader out) {
    try {
      return out.readLine();
    } catch (IOException e) {
      return null;
    }
  }

  private List<String> command() throws IOException {
    List<String> argv = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      argv.add(SETSID.toString());
    }
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(JavaOptions.read());
    String cache = System.getProperty(CACHE);
    if (cache != null && Files.exists(Path.of(cache))) {
      argv.add("-XX:AOTCache=" + cache);
    }
    argv.addAll(List.of("-cp", classPath, ProxyMain.class.getName()));
    argv.addAll(List.of("--settings", data.proxySettings().toString()));
    argv.addAll(List.of("--control", data.proxySocket().toString(), "--identity", identity));
    return argv;
  }

  /** The proxy's jar; where it runs from its classes, as in a test, whatever we have. */
  private static String classPath() {
    List<Path> entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath())
            .toList();
    return entries.stream()
        .filter(entry -> JAR.matcher(entry.getFileName().toString()).matches())
        .findFirst()
        .map(Path::toString)
        .orElseGet(() ->
            entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
  }

  /** The last thing that it said. */
  private static String why(Path said, long before) throws IOException {
    String words =
        Files.size(said) > before ? new String(tail(said, before), StandardCharsets.UTF_8) : "";
    return words
        .lines()
        .filter(line -> line.startsWith(" !     "))
        .map(line -> line.substring(" !     ".length()))
        .reduce((_, last) -> last)
        .orElse("the proxy ended as soon as it was started, see " + said);
  }

  private static byte[] tail(Path said, long from) throws IOException {
    try (var in = Files.newInputStream(said)) {
      in.skipNBytes(from);
      return in.readNBytes(16_384);
    }
  }
}
