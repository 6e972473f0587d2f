package paas.proxy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import paas.proxy.http.Bytes;
import paas.proxy.http2.Frame;

/**
 * What {@code scripts/fuzz.sh} runs with inputs of its own making, guided by the code that they
 * reach. The first byte of one says what the rest is, the second where it is cut.
 */
public final class CodecFuzz {
  private static final CodecRules RULES = new CodecRules();

  /** Ends a connection whatever came before: a frame that is larger than any may be. */
  private static final byte[] FAREWELL = new byte[Frame.HEAD + 2 * Frame.PAYLOAD];

  static {
    Arrays.fill(FAREWELL, (byte) -1);
  }

  /** A proxy without an app that answers. */
  private static final class Listening {
    static final House HOUSE;

    static {
      try {
        HOUSE = new House().serve(new Target("t1", "127.0.0.1", 1, "web.1"));
      } catch (IOException e) {
        throw new ExceptionInInitializerError(e);
      }
      System.setOut(new PrintStream(new Heard(System.out), true));
      System.setErr(new PrintStream(new Heard(System.err), true));
    }

    private Listening() {}
  }

  /** Passes on what is logged, and notes when it is a fault of ours. */
  private static final class Heard extends FilterOutputStream {
    static volatile boolean fault;

    Heard(OutputStream to) {
      super(to);
    }

    @Override
    public void write(byte[] b, int at, int length) throws IOException {
      fault |= new String(b, at, length, StandardCharsets.ISO_8859_1).contains("of our own");
      out.write(b, at, length);
    }
  }

  private CodecFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length < 2) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
    int cut = (input[1] & 255) * bytes.length / 256;
    switch (input[0] & 7) {
      case 1 -> RULES.answer(bytes, cut < bytes.length / 8);
      case 2 -> CodecRules.chunks(bytes, 1 + (input[1] & 15));
      case 3 -> CodecRules.introduction(bytes, cut);
      case 4 -> RULES.fields(bytes);
      case 5 -> frames(bytes, cut);
      default -> RULES.request(bytes, cut);
    }
  }

  /** Frames of an HTTP/2 client, in two parts: whatever they are, they are no fault of ours. */
  private static void frames(byte[] bytes, int cut) throws IOException {
    Bytes all = new Bytes(bytes.length + 64);
    Frame.preface(all);
    Frame.settings(all);
    all.put(bytes, 0, cut);
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
      socket.connect(Listening.HOUSE.proxy.address());
      try {
        socket.getOutputStream().write(all.array(), 0, all.size());
        socket.getOutputStream().write(bytes, cut, bytes.length - cut);
        socket.getOutputStream().write(FAREWELL);
        socket.getInputStream().readAllBytes();
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the connection does not end", e);
      } catch (IOException e) {
        // Closed before all was sent.
      }
    }
    if (Heard.fault) {
      Heard.fault = false;
      throw new AssertionError("a connection failed for a reason of our own, which was logged");
    }
  }

  /** Writes inputs to begin with into a folder. */
  public static void main(String[] folder) throws IOException {
    Path into = Files.createDirectories(Path.of(folder[0]));
    int number = 0;
    for (byte[] request : CodecFuzzTest.requests()) {
      write(into, number++, 0, request);
    }
    for (String answer : CodecFuzzTest.ANSWERS) {
      write(into, number++, 1, CodecRules.latin(answer));
    }
    write(into, number++, 2, CodecRules.latin(CodecFuzzTest.CHUNKS));
    String line = "PROXY TCP4 192.0.2.7 192.0.2.1 3096 443\r\n";
    write(into, number++, 3, CodecRules.latin(line));
    String binary = "\r\n\r\n\0\r\nQUIT\n!\21\0\fabcdabcdefgh";
    write(into, number++, 3, CodecRules.latin(binary));
    Bytes block = RawHttp2.request("POST", "/x", "cookie", "a=b", "content-length", "5");
    write(into, number++, 4, Arrays.copyOf(block.array(), block.size()));
    Bytes frames = new Bytes(256);
    Frame.fields(frames, 1, block, false);
    Frame.data(frames, 1, CodecRules.latin("hello"), 0, 5, false);
    Frame.fields(frames, 1, RawHttp2.block("x-sum", "7"), true);
    Frame.windowUpdate(frames, 0, 5);
    Frame.reset(frames, 1, 8);
    write(into, number, 5, Arrays.copyOf(frames.array(), frames.size()));
  }

  private static void write(Path into, int number, int kind, byte[] bytes) throws IOException {
    byte[] input = new byte[2 + bytes.length];
    input[0] = (byte) kind;
    input[1] = (byte) (number * 37);
    System.arraycopy(bytes, 0, input, 2, bytes.length);
    Files.write(into.resolve("seed-" + number), input);
  }
}
