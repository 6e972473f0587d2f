package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages that nearly are what they should be: understood in one way, or refused. More rounds by
 * {@code -Dpaas.fuzz.rounds=N}, other ones by {@code -Dpaas.fuzz.seed=N}; {@code scripts/fuzz.sh}
 * looks for those that lead to code that no other one has led to.
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
  static final String[] ANSWERS = {
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX: y\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\nKeep-Alive: timeout=5\r\n\r\n",
  };

  static final String CHUNKS =
      "5;a=b\r\nhello\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX: y\r\n\r\n";

  private final Random random = new Random(Long.getLong("paas.fuzz.seed", 6));
  private final CodecRules rules = new CodecRules();

  @Test
  void aRequestIsUnderstoodInOneWayOrRefused() throws Exception {
    List<byte[]> seeds = requests();
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(seeds.get(round % seeds.size()));
      accepted += rules.request(bytes, random.nextInt(bytes.length)) ? 1 : 0;
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
        CodecRules.Forwarded sent =
            rules.forwarded(mutated(seeds.get(random.nextInt(seeds.size()))));
        if (sent == null) {
          continue;
        }
        asked++;
        app.seen.clear();
        String marker = "GET /marker HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(at.host(), at.port())) {
          socket.setSoTimeout(20_000);
          socket.getOutputStream().write(CodecRules.latin(sent.wire()));
          socket.getOutputStream().write(CodecRules.latin(marker));
          InputStream in = socket.getInputStream();
          in.readAllBytes();
        } catch (IOException e) {
          // Refused before all was sent.
        }
        // An empty query is none for the other one.
        String line =
            sent.line().endsWith("?")
                ? sent.line().substring(0, sent.line().length() - 1)
                : sent.line();
        List<String> meant = List.of(line + " " + sent.body().length(), "GET /marker 0");
        boolean refused = app.seen.isEmpty();
        understood += refused ? 0 : 1;
        assertThat(app.seen).as(sent.wire()).isEqualTo(refused ? List.of() : meant);
      }
    }
    assertThat(understood).isGreaterThan(ASKED / 2);
  }

  @Test
  void anAnswerIsUnderstoodInOneWayOrRefused() throws Exception {
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(CodecRules.latin(ANSWERS[round % ANSWERS.length]));
      accepted += rules.answer(bytes, random.nextInt(8) == 0) ? 1 : 0;
    }
    assertThat(accepted).isGreaterThan(ROUNDS / 20);
  }

  @Test
  void whatWasFoundOnceStaysMended(@TempDir Path seeds) throws Exception {
    CodecFuzz.main(new String[] {seeds.toString()});
    Path found = Path.of("src", "test", "resources", "paas", "proxy", "fuzz");
    try (Stream<Path> first = Files.list(seeds);
        Stream<Path> later = Files.list(found)) {
      for (Path input : Stream.concat(first, later).toList()) {
        CodecFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
      }
    }
  }

  @Test
  void chunksAreTheSameHoweverTheyCome() throws Exception {
    for (int round = 0; round < ROUNDS / 4; round++) {
      byte[] bytes = mutated(CodecRules.latin(CHUNKS));
      CodecRules.chunks(bytes, 1 + random.nextInt(5));
    }
  }

  static List<byte[]> requests() throws IOException {
    return RawCase.all().stream()
        .map(one -> CodecRules.latin(one.bytes()))
        .filter(bytes -> bytes.length < 2000)
        .toList();
  }

  /** Up to three small changes, none now and then. */
  private byte[] mutated(byte[] seed) {
    StringBuilder text = new StringBuilder(CodecRules.text(seed));
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
    return CodecRules.latin(text.toString());
  }
}
