package paas.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Fetches over git's own protocol from an HTTP server on this machine. */
class RemoteTreesTest {
  /** JGit measures the clock of its file system beside this test, and may still be at it. */
  @TempDir(cleanup = CleanupMode.NEVER)
  Path dir;

  private HttpServer server;
  private Path origin;
  private RemoteTrees trees;
  private Repositories repositories;

  @BeforeEach
  void serve() throws Exception {
    origin = Files.createDirectory(dir.resolve("origin"));
    git("init", "-q", "-b", "main");
    commit("one");
    git("tag", "-a", "v1", "-m", "The first");
    commit("two");
    repositories = new Repositories(dir.resolve("repositories"));
    trees = new RemoteTrees(dir.resolve("kept"), RemoteLimits.defaults(), List.of());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/pack.git", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aServerWhoseCertificateIsOnesOwnIsTrustedWhereItIsNamed() throws Exception {
    char[] password = "changeit".toCharArray();
    Path file = dir.resolve("own.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=own",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-alias",
                "own",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit",
                "-storetype",
                "PKCS12")
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), password);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls));
    secure.createContext("/pack.git", this::answer);
    secure.start();
    try {
      String url = "https://127.0.0.1:" + secure.getAddress().getPort() + "/pack.git";
      RemoteTrees.Target target =
          new RemoteTrees.Target(dir.resolve("out"), ExportLimits.defaults(), repositories);
      assertThatThrownBy(() -> trees.fetch(url, "main", target))
          .isInstanceOfSatisfying(
              RemoteRefused.class,
              refused ->
                  assertThat(refused.reason())
                      .isEqualTo(
                          "cannot be fetched: its certificate is not trusted (setting build.ca)"));
      String pem =
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder().encodeToString(store.getCertificate("own").getEncoded())
              + "\n-----END CERTIFICATE-----\n";
      RemoteTrees trusting =
          new RemoteTrees(dir.resolve("kept"), RemoteLimits.defaults(), List.of(pem));
      assertThat(trusting.fetch(url, "main", target)).isEqualTo(git("rev-parse", "main"));
    } finally {
      secure.stop(0);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/pack.git";
  }

  private void commit(String text) throws Exception {
    Files.writeString(origin.resolve("file"), text);
    git("add", "-A");
    git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", text);
  }

  private String git(String... words) throws Exception {
    String[] argv = new String[words.length + 1];
    argv[0] = "git";
    System.arraycopy(words, 0, argv, 1, words.length);
    ProcessBuilder builder = new ProcessBuilder(argv).directory(origin.toFile());
    builder.environment().put("GIT_COMMITTER_NAME", "Ada");
    builder.environment().put("GIT_COMMITTER_EMAIL", "ada@example.com");
    Process process = builder.redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** Smart HTTP, as far as a fetch needs it. */
  private void answer(HttpExchange exchange) throws IOException {
    String service = "git-upload-pack";
    boolean refs = exchange.getRequestURI().getPath().endsWith("/info/refs");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Repository here =
        new FileRepositoryBuilder().setGitDir(origin.resolve(".git").toFile()).build()) {
      UploadPack upload = new UploadPack(here);
      upload.setRequestPolicy(UploadPack.RequestPolicy.ANY);
      upload.setBiDirectionalPipe(false);
      if (refs) {
        PacketLineOut lines = new PacketLineOut(out);
        lines.writeString("# service=" + service + "\n");
        lines.end();
        upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
      } else {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream body = exchange.getRequestBody();
        upload.upload(zipped ? new GZIPInputStream(body) : body, out, null);
      }
    }
    String type = "application/x-" + service + (refs ? "-advertisement" : "-result");
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, out.size());
    exchange.getResponseBody().write(out.toByteArray());
    exchange.close();
  }

  private String fetched(String ref) throws Exception {
    Path into = dir.resolve("tree-" + ref);
    String commit =
        trees.fetch(
            url(), ref, new RemoteTrees.Target(into, ExportLimits.defaults(), repositories));
    return commit + " " + Files.readString(into.resolve("file"));
  }

  @Test
  void headsTagsAndCommitsAreFetchedByOneCommitsDepth() throws Exception {
    assertThat(fetched("")).isEqualTo(git("rev-parse", "HEAD") + " two");
    String first = git("rev-parse", "v1^{commit}");
    assertThat(fetched("v1")).isEqualTo(first + " one");
    assertThat(fetched("main")).endsWith(" two");
    server.stop(0);
    assertThat(fetched(first)).as("it is kept").isEqualTo(first + " one");
    assertThatThrownBy(() -> fetched("v2")).hasMessageContaining("nobody answers there");
  }

  @Test
  void whatCannotBeHadIsSaidInWords() {
    assertThatThrownBy(() -> fetched("v9")).hasMessage("has no branch or tag 'v9'");
    assertThatThrownBy(() -> fetched("0123456789012345678901234567890123456789"))
        .isInstanceOf(RemoteRefused.class);
    trees =
        new RemoteTrees(
            dir.resolve("kept"),
            new RemoteLimits(Duration.ofSeconds(20), Duration.ZERO, 1 << 20),
            List.of());
    assertThatThrownBy(() -> fetched("main")).hasMessage("took longer than 0 s");
  }
}
