package paas.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy in front may say of its client. */
class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String FOUR = SIGNATURE + "2111000cc0000207c00002010c1801bb";
  private static final String SIX =
      SIGNATURE
          + "21210024"
          + "20010db8000000000000000000000007"
          + "20010db8000000000000000000000001"
          + "0c1801bb";

  private final ProxyHeader header = new ProxyHeader();

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 192.0.2.7 192.0.2.1 3096 443, 192.0.2.7, 443",
    "PROXY TCP4 255.255.255.255 0.0.0.0 65535 0, 255.255.255.255, 0",
    "PROXY TCP6 2001:db8::7 2001:db8::1 3096 443, 2001:db8::7, 443",
    "PROXY TCP6 ::ffff:192.0.2.7 ::1 1 2, 192.0.2.7, 2",
  })
  void aLineNamesTheClient(String line, String address, int port) throws Exception {
    byte[] bytes = latin(line + "\r\nGET");
    assertThat(header.parse(bytes, bytes.length)).isEqualTo(line.length() + 2);
    assertThat(header.source()).isEqualTo(InetAddress.ofLiteral(address));
    assertThat(header.port()).isEqualTo(port);
  }

  @Test
  void binaryNamesTheClientAndMayHaveMoreBehind() throws Exception {
    assertThat(header.parse(hex(FOUR), 28)).isEqualTo(28);
    assertThat(header.source()).isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
    assertThat(header.port()).isEqualTo(443);
    assertThat(header.parse(hex(SIX), 52)).isEqualTo(52);
    assertThat(header.source()).isEqualTo(InetAddress.ofLiteral("2001:db8::7"));
    byte[] more = hex(FOUR.replace("2111000c", "21110013") + "01000161" + "040000" + "ff");
    assertThat(header.parse(more, more.length)).isEqualTo(more.length - 1);
    assertThat(header.source()).isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN\r\n",
        "PROXY UNKNOWN whatever it says here\r\n",
        "PROXY UNKNOWN 1.2.3.4 1.2.3.4 1 2\r\n"
      })
  void aProxyNeedNotKnow(String line) throws Exception {
    assertThat(header.parse(latin(line), line.length())).isEqualTo(line.length());
    assertThat(header.source()).isNull();
    byte[] local = hex(SIGNATURE + "20000000");
    assertThat(header.parse(local, 16)).isEqualTo(16);
    byte[] own = hex(FOUR.replace("2111", "2011"));
    assertThat(header.parse(own, own.length)).isEqualTo(28);
    assertThat(header.source()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "proxy TCP4 192.0.2.7 192.0.2.1 1 2\r\n",
        "PROXY  TCP4 192.0.2.7 192.0.2.1 1 2\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 1\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 1 2 \r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 1 2 3\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 1 65536\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 01 2\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 -1 2\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 1 2\n",
        "PROXY TCP4 192.0.2 192.0.2.1 1 2\r\n",
        "PROXY TCP4 192.0.2.07 192.0.2.1 1 2\r\n",
        "PROXY TCP4 192.0.2.256 192.0.2.1 1 2\r\n",
        "PROXY TCP4 192.0.2.7. 192.0.2.1 1 2\r\n",
        "PROXY TCP4 2001:db8::7 192.0.2.1 1 2\r\n",
        "PROXY TCP4 localhost 192.0.2.1 1 2\r\n",
        "PROXY TCP6 192.0.2.7 ::1 1 2\r\n",
        "PROXY TCP6 ::1%lo ::1 1 2\r\n",
        "PROXY TCP6 [::1] ::1 1 2\r\n",
        "PROXY TCP6 ::::1 ::1 1 2\r\n",
        "PROXY UDP4 192.0.2.7 192.0.2.1 1 2\r\n",
        "PROXY \r\n",
        "PROXY UNKNOWN xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n",
      })
  void anyOtherLineIsRefused(String line) {
    assertThatThrownBy(() -> header.parse(latin(line), line.length()))
        .isInstanceOf(BadMessage.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Version, command, family, length.
        "1111000cc0000207c00002010c1801bb",
        "2211000cc0000207c00002010c1801bb",
        "2112000cc0000207c00002010c1801bb",
        "2141000cc0000207c00002010c1801bb",
        "2111000bc0000207c00002010c1801",
        "2111ffffc0000207c00002010c1801bb",
        // What follows the addresses does not fill the header.
        "2111000dc0000207c00002010c1801bb01",
        "2111000fc0000207c00002010c1801bb010001",
        "21110010c0000207c00002010c1801bb01ffff00",
      })
  void anyOtherBinaryIsRefused(String rest) {
    byte[] bytes = hex(SIGNATURE + rest);
    assertThatThrownBy(() -> header.parse(bytes, bytes.length)).isInstanceOf(BadMessage.class);
  }

  /** However it comes in pieces, it is the same; and nothing but a refusal is ever thrown. */
  @Test
  void piecesAndNoise() throws Exception {
    Random random = new Random(6);
    byte[][] good = {
      latin("PROXY TCP4 192.0.2.7 192.0.2.1 3096 443\r\n"),
      latin("PROXY UNKNOWN\r\n"),
      hex(FOUR),
      hex(SIX)
    };
    for (byte[] one : good) {
      for (int i = 0; i < one.length; i++) {
        assertThat(header.parse(one, i)).isEqualTo(-1);
      }
      assertThat(header.parse(one, one.length)).isEqualTo(one.length);
    }
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = Arrays.copyOf(good[round % good.length], 60);
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int whole = parsed(bytes, bytes.length);
      int part = parsed(bytes, random.nextInt(bytes.length));
      assertThat(part == -1 || part == whole || (whole == -2 && part >= -2)).isTrue();
    }
  }

  /** Where it ends, -1 for more, -2 when it is refused. */
  private int parsed(byte[] bytes, int to) {
    try {
      int end = header.parse(bytes, to);
      assertThat(end).isBetween(-1, to);
      return end;
    } catch (BadMessage e) {
      return -2;
    }
  }
}
