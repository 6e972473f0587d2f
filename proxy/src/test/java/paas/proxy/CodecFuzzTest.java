package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import paas.proxy.http.Answer;
import paas.proxy.http.BadMessage;
import paas.proxy.http.Body;
import paas.proxy.http.Bytes;
import paas.proxy.http.Forwarding;
import paas.proxy.http.Request;

/**
 * Messages that nearly are what they should be: understood in one way, or refused. More rounds by
 * {@code -Dpaas.fuzz.rounds=N}, other ones by {@code -Dpaas.fuzz.seed=N}.
 */
@Timeout(120)
class CodecFuzzTest {
  private static final int ROUNDS = Integer.getInteger("paas.fuzz.rounds", 20_000);

  /** Those that another parser is asked about as well: each costs a connection. */
  private static final int ASKED = ROUNDS / 20;

  private static final String[] PIECES = {
    "\r\n",
    "\n",
    "\r",
    " ",
    "\t",
    ":",
    ",",
    ";",
    "0",
    "0\r\n\r\n",
    "-",
    "+",
    "_",
    "\0",
    "\u0080",
    "\u00ff",
    "Content-Length: 3\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Host: shop.test\r\n",
    "Connection: close\r\n",
    "chunked",
    "HTTP/1.1",
    "HTTP/1.0",
    "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n",
    "X: y\r\n",
    "/",
    "?",
    "#",
    "http://"
  };
  private static final String[] ANSWERS = {
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX: y\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\nKeep-Alive: timeout=5\r\n\r\n",
  };

  private final Random random = new Random(Long.getLong("paas.fuzz.seed", 6));
  private final Request request = new Request(65_536, 100);

  /** For what the first one wrote: it has some fields more. */
  private final Request wide = new Request(65_536, 200);

  private final Answer answer = new Answer(65_536, 200);
  private final Forwarding forwarding = new Forwarding("192.0.2.7", 80, "http", false);

  /** A request as it is sent on: its line, its body's bytes, and all of it. */
  private record Forwarded(String line, String body, String wire) {}

  @Test
  void aRequestIsUnderstoodInOneWayOrRefused() throws Exception {
    List<byte[]> seeds = requests();
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(seeds.get(round % seeds.size()));
      int whole = parsed(bytes, bytes.length);
      int part = parsed(bytes, random.nextInt(bytes.length));
      assertThat(part == -1 || part == whole || (part == -2 && whole != -1))
          .as("in part it is the same, or not yet known: %s", text(bytes))
          .isTrue();
      Forwarded sent = forwarded(bytes, request);
      if (sent != null) {
        accepted++;
        Forwarded again = forwarded(latin(sent.wire), wide);
        assertThat(again).as(sent.wire).isNotNull();
        assertThat(again.line).isEqualTo(sent.line);
        assertThat(again.body).isEqualTo(sent.body);
      }
    }
    assertThat(accepted).isGreaterThan(ROUNDS / 50);
  }

  @Test
  void anotherParserReadsWhatIsSentOnAsItWasMeant() throws Exception {
    List<byte[]> seeds = requests();
    int understood = 0;
    try (RecordingApp app = new RecordingApp()) {
      Target at = app.target("t1");
      for (int asked = 0; asked < ASKED; ) {
        Forwarded sent = forwarded(mutated(seeds.get(random.nextInt(seeds.size()))), request);
        if (sent == null) {
          continue;
        }
        asked++;
        app.seen.clear();
        String marker = "GET /marker HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(at.host(), at.port())) {
          socket.setSoTimeout(20_000);
          socket.getOutputStream().write(latin(sent.wire));
          socket.getOutputStream().write(latin(marker));
          InputStream in = socket.getInputStream();
          in.readAllBytes();
        } catch (IOException e) {
          // Refused before all was sent.
        }
        // An empty query is none for the other one.
        String line =
            sent.line.endsWith("?") ? sent.line.substring(0, sent.line.length() - 1) : sent.line;
        List<String> meant = List.of(line + " " + sent.body.length(), "GET /marker 0");
        boolean refused = app.seen.isEmpty();
        understood += refused ? 0 : 1;
        assertThat(app.seen).as(sent.wire).isEqualTo(refused ? List.of() : meant);
      }
    }
    assertThat(understood).isGreaterThan(ASKED / 2);
  }

  @Test
  void anAnswerIsUnderstoodInOneWayOrRefused() throws Exception {
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(ANSWERS[round % ANSWERS.length].getBytes(StandardCharsets.ISO_8859_1));
      boolean toHead = random.nextInt(8) == 0;
      Bytes out = new Bytes(256);
      try {
        if (answer.parse(bytes, 0, bytes.length, toHead) < 0) {
          continue;
        }
        Body.Framing framing = answer.bodyFraming();
        long length = answer.bodyLength();
        int status = answer.status();
        answer.write(out, framing == Body.Framing.CHUNKED, false, new byte[0], new byte[0]);
        accepted++;
        int end = answer.parse(out.array(), 0, out.size(), toHead);
        assertThat(end).as("nothing behind the head: %s", text(bytes)).isEqualTo(out.size());
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.bodyFraming()).isEqualTo(framing);
        assertThat(answer.bodyLength())
            .isEqualTo(framing == Body.Framing.NONE ? answer.bodyLength() : length);
        assertThat(text(Arrays.copyOf(out.array(), out.size())).replace("\r\n", ""))
            .doesNotContain("\r", "\n", "\0");
      } catch (BadMessage e) {
        // Refused.
      }
    }
    assertThat(accepted).isGreaterThan(ROUNDS / 20);
  }

  @Test
  void chunksAreTheSameHoweverTheyCome() throws Exception {
    for (int round = 0; round < ROUNDS / 4; round++) {
      byte[] bytes =
          mutated(
              "5;a=b\r\nhello\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX: y\r\n\r\n"
                  .getBytes(StandardCharsets.ISO_8859_1));
      String whole = decoded(bytes, bytes.length);
      String parts = decoded(bytes, 1 + random.nextInt(5));
      assertThat(parts).as(text(bytes)).isEqualTo(whole);
    }
  }

  /** The data, and how it ended. */
  private String decoded(byte[] bytes, int step) {
    Body body = new Body();
    body.start(Body.Framing.CHUNKED, 0);
    StringBuilder data = new StringBuilder();
    int at = 0;
    try {
      while (at < bytes.length && !body.done()) {
        byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step));
        at += body.take(piece, 0, piece.length);
        data.append(
            new String(
                piece, body.dataAt(), body.dataEnd() - body.dataAt(), StandardCharsets.ISO_8859_1));
      }
    } catch (BadMessage e) {
      return "refused";
    }
    return data + "|" + body.done() + "|" + (body.done() ? at : 0);
  }

  private static List<byte[]> requests() throws IOException {
    return RawCase.all().stream()
        .map(one -> one.bytes().getBytes(StandardCharsets.ISO_8859_1))
        .filter(bytes -> bytes.length < 2000)
        .toList();
  }

  /** Up to three small changes, none now and then. */
  private byte[] mutated(byte[] seed) {
    StringBuilder text = new StringBuilder(text(seed));
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> text.setCharAt(at, (char) random.nextInt(256));
        case 2 -> text.delete(at, Math.min(text.length() - 1, at + 1 + random.nextInt(4)));
        default ->
            text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(30))));
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Where the head ends, -1 for more, -2 when it is refused. */
  private int parsed(byte[] bytes, int to) {
    try {
      return request.parse(bytes, 0, to);
    } catch (BadMessage e) {
      return -2;
    }
  }

  /** What a target gets of a request; null when it is refused or not whole. */
  private @Nullable Forwarded forwarded(byte[] bytes, Request parser) {
    Bytes out = new Bytes(512);
    try {
      byte[] copy = bytes.clone();
      int at = parser.parse(copy, 0, copy.length);
      if (at < 0) {
        return null;
      }
      String line = parser.method() + " " + parser.path();
      Body body = new Body();
      body.start(parser.bodyFraming(), parser.bodyLength());
      parser.write(out, forwarding, new Bytes(2).put("id"), 0);
      body.take(copy, at, copy.length);
      if (!body.done()) {
        return null;
      }
      String data = text(Arrays.copyOfRange(copy, body.dataAt(), body.dataEnd()));
      body.encode(copy, out, body.framing() == Body.Framing.CHUNKED);
      return new Forwarded(line, data, out.text(0, out.size()));
    } catch (BadMessage e) {
      return null;
    }
  }
}
