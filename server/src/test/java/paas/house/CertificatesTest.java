package paas.house;

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

/** Apps over TLS, visited by curl; the proxy does not know the engine. */
@Tag("house")
@Timeout(120)
class CertificatesTest {
  private static final int NO_CERTIFICATE = 35;
  private static final int NOT_VOUCHED_FOR = 60;

  @TempDir Path folder;

  @Test
  void anAppWithACertificateIsServedOverTlsAlsoAfterAKill() throws Exception {
    int tls = freePort();
    try (House house = House.openWith(EngineKind.PROCESS, "https-port: " + tls + "\n")) {
      Desk desk = house.desk();
      Apps.node(desk, "safe").commit("First").push().ok();
      desk.paas("certs", "safe").ok().says("safe has no certificate");
      visit(desk, "https://safe.localhost:" + tls).exits(NO_CERTIFICATE);
      desk.paas("certs:generate", "safe").ok().says("for 364 days more", "safe.localhost");
      visit(desk, "https://safe.localhost:" + tls, "-k").ok().says("\"app\":\"safe\"");

      String pem = pem(desk, "www.example.org");
      desk.paasWith(pem, "certs:add", "safe").exits(1).says("domains:add");
      desk.paas("domains:add", "safe", "www.example.org").ok();
      desk.paasWith("", "certs:add", "safe").exits(2).says("nothing came");
      desk.paasWith("junk", "certs:add", "safe").exits(1).says("0 certificates");
      visit(desk, "https://safe.localhost:" + tls, "-k").ok();
      desk.paasWith(pem, "certs:add", "safe").ok().says("www.example.org", "without one:");
      desk.paas("domains", "safe").ok().says("https://www.example.org:" + tls);

      String own = "https://www.example.org:" + tls + "/";
      String ca = folder.resolve("www.example.org.crt").toString();
      house.kill();
      house.start();
      visit(desk, own, "--cacert", ca).ok().says("\"app\":\"safe\"");
      visit(desk, own).exits(NOT_VOUCHED_FOR);
      visit(desk, "https://safe.localhost:" + tls, "-k").exits(NO_CERTIFICATE);

      desk.paas("proxy:set", "safe", "https=redirect", "hsts=1h").ok();
      String plain = "http://www.example.org:" + house.httpPort() + "/a?b";
      visit(desk, plain, "-i")
          .ok()
          .says("308", "Location: https://www.example.org:" + tls + "/a?b");
      visit(desk, own, "-i", "--cacert", ca).ok().says("strict-transport-security: max-age=3600");
      visit(desk, "http://safe.localhost:" + house.httpPort()).ok().says("\"app\":\"safe\"");

      desk.paas("doctor").ok();
      desk.paasWith(pem(desk, "www.example.org", "-days", "3"), "certs:add", "safe").ok();
      desk.paas("doctor").exits(1).says("the certificate of safe ends in 2 days", "certs:add safe");
      desk.paas("certs:remove", "safe").ok().says("safe has no certificate");
      visit(desk, own, "--cacert", ca).exits(NO_CERTIFICATE);
      visit(desk, plain).ok().says("\"app\":\"safe\"");
    }
  }

  /** Every name leads here. */
  private static Said visit(Desk desk, String url, String... more) {
    String port = url.replaceAll(".*:([0-9]+).*", "$1");
    List<String> argv = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*"));
    argv.addAll(List.of("--max-time", "20", "--connect-to", "::127.0.0.1:" + port, url));
    argv.addAll(List.of(more));
    return desk.in(desk.home(), argv.toArray(String[]::new));
  }

  /** As people make them: certificate and key in one text. */
  private String pem(Desk desk, String host, String... more) throws IOException {
    Path key = folder.resolve(host + ".key");
    Path certificate = folder.resolve(host + ".crt");
    List<String> argv = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
    argv.addAll(List.of("-newkey", "rsa:2048", "-subj", "/CN=" + host));
    argv.addAll(List.of("-addext", "subjectAltName=DNS:" + host));
    argv.addAll(List.of("-keyout", key + "", "-out", certificate + ""));
    argv.addAll(List.of(more));
    desk.in(desk.home(), argv.toArray(String[]::new)).ok();
    return Files.readString(certificate) + Files.readString(key);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
