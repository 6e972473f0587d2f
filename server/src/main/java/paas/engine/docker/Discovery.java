package paas.engine.docker;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether this machine offers a Docker engine, and which. */
public sealed interface Discovery {

  /** An engine is there. */
  record Reachable(String host) implements Discovery {}

  /** There is a socket that this user may not open. */
  record NoPermission(Path socket) implements Discovery {
    public String problem() {
      return socket + " is there, but this user may not open it";
    }

    public String remedy() {
      return "join its group (sudo usermod -aG docker $USER, then log in again), or run as root";
    }
  }

  /**
   * No engine is there.
   *
   * @param tried what was looked for, one line each
   */
  record Absent(List<String> tried) implements Discovery {
    public String problem() {
      return "no Docker engine: " + String.join("; ", tried);
    }

    public String remedy() {
      return "start Docker, or set DOCKER_HOST to the engine's address";
    }
  }

  /** Looks where Docker's own client would, then where rootless engines listen. */
  static Discovery look(Map<String, String> env) {
    String named = env.getOrDefault("DOCKER_HOST", "");
    if (!named.isEmpty()) {
      return named.startsWith("unix://")
          ? firstOf(List.of(Path.of(named.substring("unix://".length()))))
          : new Reachable(named);
    }
    List<Path> sockets = new ArrayList<>(List.of(Path.of("/var/run/docker.sock")));
    addBelow(sockets, env.get("XDG_RUNTIME_DIR"), "docker.sock");
    addBelow(sockets, env.get("HOME"), ".docker/run/docker.sock");
    return firstOf(sockets);
  }

  private static void addBelow(List<Path> sockets, @Nullable String folder, String name) {
    if (folder != null && !folder.isEmpty()) {
      sockets.add(Path.of(folder, name));
    }
  }

  private static Discovery firstOf(List<Path> sockets) {
    List<String> tried = new ArrayList<>();
    Path closed = null;
    for (Path socket : sockets) {
      switch (Knock.at(socket)) {
        case OPEN -> {
          return new Reachable("unix://" + socket);
        }
        case FORBIDDEN -> closed = closed == null ? socket : closed;
        case NOBODY -> tried.add("nobody listens on " + socket);
        case MISSING -> tried.add("there is no " + socket);
      }
    }
    return closed == null ? new Absent(List.copyOf(tried)) : new NoPermission(closed);
  }

  /** What became of an attempt to connect. */
  enum Knock {
    OPEN,
    FORBIDDEN,
    NOBODY,
    MISSING;

    static Knock at(Path socket) {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return OPEN;
      } catch (ConnectException e) {
        return NOBODY;
      } catch (IOException e) {
        // The JDK has no type for EACCES here: a file that is there and cannot be written is that.
        boolean closed = Files.exists(socket) && !Files.isWritable(socket);
        return closed ? FORBIDDEN : MISSING;
      }
    }
  }
}
