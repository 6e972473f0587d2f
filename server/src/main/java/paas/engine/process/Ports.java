package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import paas.disk.WholeFile;

/**
 * Gives ports to apps, in turn through the whole range, so that one that was let go stays unused
 * for as long as it can: a route that somebody still remembers must not lead to another app. A port
 * is held by a socket that does not listen; an app's own server may open it all the same.
 */
final class Ports implements AutoCloseable {
  private final int first;
  private final int last;
  private final Path memory;
  private final Map<Integer, Socket> held = new HashMap<>();
  private int latest;

  /**
   * @param memory file that remembers the port that was given last
   */
  Ports(int first, int last, Path memory) {
    this.first = first;
    this.last = last;
    this.memory = memory;
    this.latest = recall();
  }

  /**
   * Takes a port that nothing on this machine uses.
   *
   * @param taken ports of instances that exist
   * @throws NoneLeft when there is none
   */
  synchronized int take(Set<Integer> taken) throws NoneLeft {
    for (int tries = first; tries <= last; tries++) {
      latest = latest >= last ? first : latest + 1;
      if (!taken.contains(latest) && !held.containsKey(latest) && hold(latest)) {
        remember();
        return latest;
      }
    }
    throw new NoneLeft(first, last);
  }

  synchronized void release(int port) {
    Socket socket = held.remove(port);
    if (socket != null) {
      close(socket);
    }
  }

  @Override
  public synchronized void close() {
    held.values().forEach(Ports::close);
    held.clear();
  }

  /** Every port of the range is in use. */
  static final class NoneLeft extends Exception {
    private static final long serialVersionUID = 1;

    NoneLeft(int first, int last) {
      super("every port from " + first + " to " + last + " is in use");
    }
  }

  /**
   * The plain bind fails where anybody has the port, even if they too only hold it; only then is it
   * opened to the app's own server. Nobody can come between.
   */
  private boolean hold(int port) {
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(port));
      socket.setReuseAddress(true);
      held.put(port, socket);
      return true;
    } catch (IOException inUse) {
      close(socket);
      return false;
    }
  }

  private int recall() {
    try {
      int port = Integer.parseInt(Files.readString(memory).strip());
      return port >= first && port <= last ? port : last;
    } catch (IOException | NumberFormatException never) {
      return last;
    }
  }

  private void remember() {
    try {
      WholeFile.write(memory, latest + "\n", "rw-------");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
