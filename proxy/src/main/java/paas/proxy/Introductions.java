package paas.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Buffers;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.PushBackStreamSourceConduit;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;
import paas.proxy.http.BadMessage;
import paas.proxy.http.ProxyHeader;

/**
 * Reads what a trusted proxy says of its client before the client's own first byte, and gives the
 * connection on with everything that followed.
 */
final class Introductions {
  private static final Logger LOG = LoggerFactory.getLogger(Introductions.class);

  private final Addresses trusted;
  private final long patienceNanos;
  private final Seldom seldom = new Seldom();

  /**
   * Waits for each.
   *
   * @param trusted who introduces its clients, and must
   * @param patienceNanos for how long; a connection without it is closed
   */
  Introductions(Addresses trusted, long patienceNanos) {
    this.trusted = trusted;
    this.patienceNanos = patienceNanos;
  }

  /**
   * Finds out who a connection is from.
   *
   * @param then gets the connection and its client, on the connection's own thread
   */
  void read(StreamConnection connection, BiConsumer<StreamConnection, Caller> then) {
    Caller peer = Caller.of(connection);
    if (!trusted.contains(peer.address())) {
      then.accept(connection, peer);
      return;
    }
    Introduction waiting = new Introduction(connection, peer, then);
    waiting.source.setReadReadyHandler(waiting);
    waiting.source.resumeReads();
  }

  private final class Introduction implements ReadReadyHandler {
    private final StreamConnection connection;
    private final StreamSourceConduit source;
    private final Caller peer;
    private final BiConsumer<StreamConnection, Caller> then;
    private final ByteBuffer read = ByteBuffer.allocate(ProxyHeader.MAX);
    private final XnioExecutor.Key patience;

    Introduction(
        StreamConnection connection, Caller peer, BiConsumer<StreamConnection, Caller> then) {
      this.connection = connection;
      this.peer = peer;
      this.then = then;
      source = connection.getSourceChannel().getConduit();
      patience =
          connection
              .getIoThread()
              .executeAfter(() -> refuse("none came in time"), patienceNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void readReady() {
      try {
        int count = source.read(read);
        if (count < 0) {
          end();
          return;
        }
        ProxyHeader header = new ProxyHeader();
        int end = header.parse(read.array(), read.position());
        if (end >= 0) {
          introduced(header, end);
        } else if (!read.hasRemaining()) {
          refuse("it does not end");
        }
      } catch (BadMessage | IOException | RuntimeException e) {
        refuse(String.valueOf(e.getMessage()));
      }
    }

    private void introduced(ProxyHeader header, int end) {
      patience.remove();
      source.suspendReads();
      int more = read.position() - end;
      if (more > 0) {
        PushBackStreamSourceConduit rest = new PushBackStreamSourceConduit(source);
        rest.pushBack(Buffers.pooledWrapper(read.slice(end, more)));
        connection.getSourceChannel().setConduit(rest);
      }
      InetAddress client = header.source();
      then.accept(connection, client == null ? peer : new Caller(client, header.port()));
    }

    private void refuse(String why) {
      if (connection.isOpen() && seldom.now()) {
        LOG.warn(
            "{} is a trusted proxy and was to begin with a PROXY header: {}",
            peer.address().getHostAddress(),
            why);
      }
      end();
    }

    private void end() {
      patience.remove();
      IoUtils.safeClose(connection);
    }

    @Override
    public void forceTermination() {
      end();
    }

    @Override
    public void terminated() {}
  }
}
