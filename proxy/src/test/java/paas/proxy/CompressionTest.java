package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are sent as gzip, and what is left as it is. */
class CompressionTest {
  private static final Rules ON = new Rules(null, List.of(), List.of(), 0, null, true);
  private static final String TEXT = "all work and no play ".repeat(5000);

  private static House serving(Backend backend) throws IOException {
    return new House()
        .publish(
            new AppRoute(
                "shop",
                "v1",
                Set.of("shop.test"),
                AppRoute.Mode.SERVING,
                List.of(backend.target("t1")),
                Timeouts.DEFAULT,
                ON));
  }

  private static Backend saying(String fields) throws IOException {
    return new Backend(call -> {
      if (fields.contains("chunked")) {
        call.write("HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n");
        for (int at = 0; at < TEXT.length(); at += 1000) {
          call.write("3e8\r\n" + TEXT.substring(at, at + 1000) + "\r\n");
        }
        call.write("0\r\n\r\n");
      } else {
        call.write(
            "HTTP/1.1 200 OK\r\n"
                + fields
                + "\r\nContent-Length: "
                + TEXT.length()
                + "\r\n\r\n"
                + TEXT);
      }
    });
  }

  private static String asked(House house, String fields) throws IOException {
    return house.ask(
        "GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n" + fields + "\r\n");
  }

  private static byte[] body(String answer) throws IOException {
    byte[] all = answer.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayInputStream in =
        new ByteArrayInputStream(all, answer.indexOf("\r\n\r\n") + 4, all.length);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(Backend.readLine(in), 16);
      data.write(in.readNBytes(size));
      Backend.readLine(in);
      if (size == 0) {
        assertThat(in.available()).isZero();
        return data.toByteArray();
      }
    }
  }

  private static String unpacked(String answer) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body(answer)))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/html; charset=utf-8",
        "Content-Type: application/json\r\nTransfer-Encoding: chunked",
        "content-type: IMAGE/SVG+XML",
        "Content-Type: application/vnd.api+json"
      })
  void aTextComesAsGzipToWhoeverTakesIt(String fields) throws Exception {
    try (Backend backend = saying(fields + "\r\nETag: \"a1\"\r\nAccept-Ranges: bytes");
        House house = serving(backend)) {
      String answer = asked(house, "Accept-Encoding: br;q=1, gzip;q=0.8\r\n");
      assertThat(answer)
          .contains("Content-Encoding: gzip\r\n", "Vary: Accept-Encoding\r\n", "ETag: W/\"a1\"\r\n")
          .doesNotContain("Content-Length", "Accept-Ranges", "ETag: \"a1\"");
      assertThat(unpacked(answer)).isEqualTo(TEXT);
      assertThat(answer.length()).isLessThan(TEXT.length() / 20);
      String plain = asked(house, "Accept-Encoding: gzip;q=0\r\n");
      assertThat(plain).contains("Vary: Accept-Encoding").doesNotContain("gzip");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: image/png",
        "Content-Type: text/html\r\nContent-Encoding: br",
        "Content-Type: text/html\r\nCache-Control: public, no-transform",
        "Content-Type: text/html\r\nContent-Range: bytes 0-9/20",
        "X-Content-Type: text/html"
      })
  void theRestPassesAsItIs(String fields) throws Exception {
    try (Backend backend = saying(fields);
        House house = serving(backend)) {
      assertThat(asked(house, "Accept-Encoding: gzip\r\n"))
          .doesNotContain("gzip", "Vary")
          .contains("Content-Length: " + TEXT.length())
          .endsWith(TEXT);
    }
  }

  @Test
  void whatHasComeCanBeReadAtOnce() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (Backend backend =
            new Backend(call -> {
              call.write(
                  "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
              call.write("6\r\nfirst \r\n");
              assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
              call.write("6\r\nsecond\r\n0\r\n\r\n");
            });
        House house = serving(backend);
        RawClient client = house.client()) {
      client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nAccept-Encoding: gzip\r\n\r\n");
      assertThat(client.head()).contains("Content-Encoding: gzip");
      byte[] chunk = chunk(client);
      Inflater inflater = new Inflater(true);
      inflater.setInput(chunk, 10, chunk.length - 10);
      byte[] some = new byte[100];
      assertThat(new String(some, 0, inflater.inflate(some), StandardCharsets.US_ASCII))
          .isEqualTo("first ");
      read.countDown();
      byte[] rest = chunk(client);
      inflater.setInput(rest);
      assertThat(new String(some, 0, inflater.inflate(some), StandardCharsets.US_ASCII))
          .isEqualTo("second");
      assertThat(inflater.finished()).isTrue();
      inflater.end();
    }
  }

  private static byte[] chunk(RawClient client) throws IOException {
    byte[] data = client.in.readNBytes(Integer.parseInt(Backend.readLine(client.in), 16));
    Backend.readLine(client.in);
    return data;
  }
}
