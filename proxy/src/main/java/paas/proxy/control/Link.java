package paas.proxy.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of two processes that ask and tell each other things. A message is a length of
 * four bytes and an object in JSON: {@code {"id":1,"ask":"publish","body":...}} is answered by
 * {@code {"id":1,"answer":...}} or {@code {"id":1,"refused":"stale","why":"..."}}; {@code
 * {"tell":"lines","body":...}} is not answered.
 */
final class Link implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int MOST_BYTES = 256 << 20;

  /** Who answers on this side. */
  interface Peer {
    /** Each question is asked on a thread of its own. */
    JsonNode asked(String what, JsonNode body) throws Refused, InterruptedException;

    default void told(String what, JsonNode body) {}

    /** Nothing more comes or goes. */
    default void ended() {}
  }

  private final SocketChannel channel;
  private final Peer peer;
  private final Object writing = new Object();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();
  private volatile boolean ended;

  /**
   * @param channel connected, in blocking mode; closed with the link
   */
  Link(SocketChannel channel, Peer peer) {
    this.channel = channel;
    this.peer = peer;
  }

  /** Begins to listen to the other side. */
  Link start(String name) {
    Thread.ofVirtual().name(name).start(this::listen);
    return this;
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws IOException when the link ended, or no answer came in time
   */
  JsonNode ask(String what, JsonNode body, Duration most)
      throws Refused, IOException, InterruptedException {
    long id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      ObjectNode message = JSON.createObjectNode().put("id", id).put("ask", what);
      write(message.set("body", body));
      if (ended) {
        throw new EOFException("the link has ended");
      }
      return answer.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Refused refused -> throw refused;
        case IOException _ -> throw new EOFException("the other side has gone");
        case null, default -> throw new IOException("no answer to " + what, e);
      }
    } catch (TimeoutException e) {
      throw new IOException("no answer to " + what + " in " + most.toSeconds() + " s", e);
    } finally {
      waiting.remove(id);
    }
  }

  void tell(String what, JsonNode body) throws IOException {
    write(JSON.createObjectNode().put("tell", what).set("body", body));
  }

  boolean open() {
    return !ended;
  }

  private void write(JsonNode message) throws IOException {
    byte[] json = JSON.writeValueAsBytes(message);
    ByteBuffer all = ByteBuffer.allocate(4 + json.length).putInt(json.length).put(json).flip();
    synchronized (writing) {
      while (all.hasRemaining()) {
        channel.write(all);
      }
    }
  }

  private void listen() {
    try {
      while (!ended) {
        took(JSON.readTree(read(length())));
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("A control link ended", e);
    } finally {
      close();
    }
  }

  private int length() throws IOException {
    int length = ByteBuffer.wrap(read(4)).getInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a message of " + length + " bytes");
    }
    return length;
  }

  private byte[] read(int count) throws IOException {
    byte[] bytes = new byte[count];
    ByteBuffer into = ByteBuffer.wrap(bytes);
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new EOFException();
      }
    }
    return bytes;
  }

  private void took(JsonNode message) {
    if (message.has("ask")) {
      Thread.ofVirtual().name("control-ask").start(() -> answer(message));
    } else if (message.has("tell")) {
      peer.told(message.path("tell").asText(), message.path("body"));
    } else {
      CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asLong());
      if (answer != null && message.has("refused")) {
        answer.completeExceptionally(
            new Refused(kind(message.path("refused").asText()), message.path("why").asText()));
      } else if (answer != null) {
        answer.complete(message.path("answer"));
      }
    }
  }

  /** A kind that only a newer one knows is a failure like any other. */
  private static Refused.Kind kind(String text) {
    for (Refused.Kind kind : Refused.Kind.values()) {
      if (kind.name().equalsIgnoreCase(text)) {
        return kind;
      }
    }
    return Refused.Kind.FAILED;
  }

  private void answer(JsonNode message) {
    ObjectNode reply = JSON.createObjectNode().put("id", message.path("id").asLong());
    try {
      reply.set("answer", peer.asked(message.path("ask").asText(), message.path("body")));
    } catch (Refused e) {
      refuse(reply, e.kind(), e.why());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(reply, Refused.Kind.FAILED, "interrupted");
    } catch (RuntimeException e) {
      LOG.error("{} failed", message.path("ask").asText(), e);
      refuse(reply, Refused.Kind.FAILED, e.toString());
    }
    try {
      write(reply);
    } catch (IOException e) {
      close();
    }
  }

  private static void refuse(ObjectNode reply, Refused.Kind kind, String why) {
    reply.put("refused", kind.name().toLowerCase(Locale.ROOT)).put("why", why);
  }

  @Override
  public void close() {
    synchronized (waiting) {
      if (ended) {
        return;
      }
      ended = true;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A control link did not close", e);
    }
    EOFException gone = new EOFException("the other side has gone");
    waiting.values().forEach(answer -> answer.completeExceptionally(gone));
    peer.ended();
  }
}
