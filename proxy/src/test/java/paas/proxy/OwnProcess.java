package paas.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import paas.proxy.control.JavaOptions;

/** A proxy as a process with nothing but its own class path and a small heap. */
final class OwnProcess implements AutoCloseable {
  final Process process;
  final InetSocketAddress address;
  final Queue<String> words = new ConcurrentLinkedQueue<>();

  /**
   * Starts one and waits until it serves.
   *
   * @param options beside those of every test
   * @throws IOException with what it said, when it does not
   */
  OwnProcess(Path state, String... options) throws IOException {
    List<String> own =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
            .filter(part ->
                !part.contains("test-classes")
                    && !part.matches(".*(junit|assertj|archunit|awaitility).*"))
            .toList();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JavaOptions.read());
    command.addAll(List.of("-Xmx40m", "-XX:MaxDirectMemorySize=8m"));
    command.addAll(
        List.of(
            "-cp", String.join(java.io.File.pathSeparator, own), "paas.proxy.control.ProxyMain"));
    command.addAll(List.of("--state", state.toString(), "--io-threads", "1"));
    command.addAll(List.of(options));
    if (!command.contains("--listen")) {
      command.addAll(List.of("--listen", "127.0.0.1:0"));
    }
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    address = ready();
  }

  /** The rest of the output is read away, so that the process never waits for us. */
  private InetSocketAddress ready() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      words.add(line);
      if (line.startsWith("paas-proxy ready http=")) {
        Thread.ofVirtual().start(() -> out.lines().forEach(words::add));
        String port = line.replaceAll(".*http=[^ ]*:([0-9]+) .*", "$1");
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
      }
    }
    throw new IOException(String.join("\n", words));
  }

  boolean ends(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  /** kill -9. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
