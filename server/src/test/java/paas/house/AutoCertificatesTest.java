package paas.house;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paas.acme.Pebble;
import paas.domains.TinyDns;

/**
 * From a name in the DNS to https that curl believes, by a proxy that goes on without the server.
 */
@Tag("house")
@Timeout(180)
class AutoCertificatesTest {
  private static final String HOST = "www.example.test";

  @TempDir Path folder;

  @Test
  void aDomainIsProvenAndServedOverTlsAlsoWhileTheServerIsKilled() throws Exception {
    int tls = freePort();
    try (TinyDns dns = new TinyDns();
        Pebble pebble = new Pebble(Files.createDirectory(folder.resolve("ca")), dns.address());
        House house = House.openWith(EngineKind.PROCESS, settings(dns, pebble, tls))) {
      pebble.start(house.httpPort());
      Desk desk = house.desk();
      Apps.node(desk, "site").commit("First").push().ok();
      desk.paas("domains:add", "site", HOST)
          .ok()
          .says("_paas-challenge." + HOST + ". TXT \"paas-", HOST + ". CNAME site.localhost.");
      desk.paas("certs:auto", "site", "on").ok().says("automatic:");
      desk.paas("domains:verify", "site").exits(1).says("none yet");
      dns.has(HOST, "A", "127.0.0.1");
      desk.paas("domains:verify", "site").ok().says("address since");

      Path root = Files.writeString(folder.resolve("root.pem"), pebble.root());
      await()
          .atMost(House.SOON)
          .untilAsserted(() -> visit(desk, tls, root).ok().says("\"app\":\"site\""));
      desk.paas("domains:report", "site")
          .ok()
          .says("certificate:", "automatic", "A 127.0.0.1", "next renewal:");
      desk.paas("domains:report", "site", "--format", "json").ok().says("\"kind\" : \"automatic\"");
      desk.paas("certs", "site").ok().says(HOST + ":", "until 2");
      desk.paas("doctor").ok();

      house.kill();
      pebble.stop();
      visit(desk, tls, root).ok();
      house.start();
      visit(desk, tls, root).ok();
      dns.has("api.example.test", "A", "127.0.0.1");
      desk.paas("domains:add", "site", "api.example.test").ok();
      desk.paas("domains:verify", "site").ok();
      await()
          .atMost(House.SOON)
          .untilAsserted(() ->
              desk.paas("doctor")
                  .exits(1)
                  .says("no certificate for api.example.test: localhost cannot be reached"));
      desk.paas("certs:auto", "site", "off").ok();
      desk.paas("doctor").ok();
    }
  }

  private static String settings(TinyDns dns, Pebble pebble, int tls) {
    return """
    https-port: %d
    proxy: {process: own}
    domains: {dns: "%s", addresses: [127.0.0.1]}
    acme: {directory: "%s", ca: %s}
    """
        .formatted(tls, dns.address(), pebble.directory(), pebble.ca());
  }

  private static Said visit(Desk desk, int tls, Path root) {
    List<String> argv = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*"));
    argv.addAll(List.of("--max-time", "20", "--connect-to", "::127.0.0.1:" + tls));
    argv.addAll(List.of("--cacert", root.toString(), "https://" + HOST + ":" + tls + "/"));
    return desk.in(desk.home(), argv.toArray(String[]::new));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
