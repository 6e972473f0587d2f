package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every request of the corpus, over both ways in: a message that two parsers could read differently
 * is refused, its connection is closed, and what the app's own parser reads is what was meant.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawCorpusTest {
  private static final String NEXT =
      "GET /smuggled HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n";
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

  private final RecordingApp app = new RecordingApp();
  private final House house;

  RawCorpusTest() throws IOException {
    house =
        new House(settings ->
            settings.withTls(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  @BeforeAll
  void serve(@TempDir Path folder) throws Exception {
    house.serve(app.target("t1"));
    house.proxy.certify(Map.of("shop.test", TestCertificates.of(folder, "EC", "shop.test")));
  }

  @AfterAll
  void close() {
    house.close();
    app.close();
  }

  static Stream<Arguments> cases() throws IOException {
    return RawCase.all().stream()
        .flatMap(one -> Stream.of(Arguments.of(one, false), Arguments.of(one, true)));
  }

  @ParameterizedTest(name = "{0}, over TLS: {1}")
  @MethodSource("cases")
  void isAnsweredAsTheCorpusSays(RawCase one, boolean tls) throws Exception {
    app.seen.clear();
    String said;
    try (RawClient client = tls ? overTls() : house.client()) {
      said = said(client, one.bytes() + NEXT);
    }
    assertThat(ANSWER.matcher(said).results().map(found -> Integer.valueOf(found.group(1))))
        .as(said)
        .isEqualTo(one.statuses());
    if (one.statuses().getLast() >= 400) {
      assertThat(said).contains("Connection: close\r\n");
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertThat(app.seen).isEqualTo(one.seen()));
  }

  private static String said(RawClient client, String text) throws IOException {
    try {
      client.send(text);
    } catch (IOException e) {
      // It was refused before all of it was sent.
    }
    return client.toEnd();
  }

  private RawClient overTls() throws Exception {
    InetSocketAddress at = Objects.requireNonNull(house.proxy.tlsAddress());
    return new RawClient(TlsTest.socket(at, "shop.test", List.of()));
  }
}
