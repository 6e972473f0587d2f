package paas.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;

/** All connections: how many there may be, whose they are, and the end of some of them. */
final class Connections implements SessionListener, ChannelListener {
  private final SshSettings settings;
  private final Map<Session, Connection> open = new LinkedHashMap<>();

  Connections(SshSettings settings) {
    this.settings = settings;
  }

  /**
   * A newcomer always comes in; when there are too many who have not shown a key, the oldest of
   * them goes, because who means it needs less than a second. A flood from one address costs only
   * others behind the same address a try, and never anybody who is in.
   */
  @Override
  public void sessionCreated(Session session) {
    Connection connection = new Connection(session, address(session));
    List<Connection> surplus = new ArrayList<>();
    synchronized (this) {
      open.put(session, connection);
      add(surplus, waiting(connection.address()), settings.unauthenticatedPerAddress());
      List<Connection> all = waiting("");
      all.removeAll(surplus);
      add(surplus, all, settings.unauthenticated());
      surplus.forEach(each -> open.remove(each.session()));
    }
    surplus.forEach(each -> each.session().close(true));
  }

  private static void add(List<Connection> surplus, List<Connection> oldestFirst, int most) {
    if (oldestFirst.size() > most) {
      surplus.addAll(oldestFirst.subList(0, oldestFirst.size() - most));
    }
  }

  /** Who has not shown a key yet, oldest first; from anywhere if the address is empty. */
  private List<Connection> waiting(String address) {
    return new ArrayList<>(
        all(c -> !c.authenticated() && (address.isEmpty() || c.address().equals(address))));
  }

  private long count(Predicate<Connection> which) {
    return open.values().stream().filter(which).count();
  }

  private static String address(Session session) {
    SocketAddress remote = session.getIoSession().getRemoteAddress();
    return remote instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "";
  }

  /**
   * Notes the key that a connection shows. Called before the key is looked up: a key that is
   * revoked meanwhile is then either not found or its connection is.
   */
  synchronized void shows(Session session, String fingerprint) {
    Connection connection = open.get(session);
    if (connection != null) {
      connection.shows(fingerprint);
    }
  }

  /** Notes whose key it was. */
  synchronized void belongsTo(Session session, @Nullable Actor actor) {
    Connection connection = open.get(session);
    if (connection != null) {
      connection.belongsTo(actor);
    }
  }

  /** Who came in; null before that. */
  synchronized @Nullable Actor actor(Session session) {
    Connection connection = open.get(session);
    return connection == null || !connection.authenticated() ? null : connection.actor();
  }

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event != Event.Authenticated) {
      return;
    }
    boolean tooMany;
    synchronized (this) {
      Connection connection = open.get(session);
      if (connection == null) {
        return;
      }
      connection.cameIn();
      tooMany = count(c -> c.authenticated() && c.has(connection.actor())) > settings.perActor();
    }
    if (tooMany) {
      end(session, "you have " + settings.perActor() + " connections open already");
    }
  }

  @Override
  public synchronized void sessionClosed(Session session) {
    open.remove(session);
  }

  /** Counts a request; a channel on which nothing was asked for keeps no connection. */
  synchronized void begins(Session session) {
    Connection connection = open.get(session);
    if (connection != null) {
      connection.channels(1);
    }
  }

  @Override
  public synchronized void channelClosed(Channel channel, @Nullable Throwable reason) {
    Connection connection = open.get(channel.getSession());
    if (connection != null && channel instanceof DoorChannel door && door.wasAsked()) {
      connection.channels(-1);
    }
  }

  /** Whether a request runs on any of them. */
  synchronized boolean busy() {
    return open.values().stream().anyMatch(Connection::busy);
  }

  /** Ends every connection that showed the key, with all that runs on it. */
  void endKey(String fingerprint) {
    all(c -> fingerprint.equals(c.fingerprint())).forEach(c -> end(c.session(), "key revoked"));
  }

  /** Ends every connection of the actor. */
  void endActor(Actor actor) {
    all(c -> c.has(actor)).forEach(c -> end(c.session(), "access revoked"));
  }

  synchronized List<Connection> all(Predicate<Connection> which) {
    return open.values().stream().filter(which).toList();
  }

  /** Says why and closes. */
  static void end(Session session, String why) {
    try {
      session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, why);
    } catch (IOException e) {
      session.close(true);
    }
  }
}
