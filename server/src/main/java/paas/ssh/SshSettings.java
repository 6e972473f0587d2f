package paas.ssh;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the door stands.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param keyFolder where the host key is kept; made when missing
 * @param sntrup761 whether to offer that key exchange too: older clients then prefer it, and pay
 *     0.3 s for each connection
 * @param unauthenticated connections that have not shown a key yet, in all
 * @param unauthenticatedPerAddress the same from one address
 * @param perActor connections of one actor
 * @param perConnection requests that run at once on one connection
 * @param authTime for showing a key; a person may have to type a passphrase meanwhile
 * @param idleTime after which a connection without any request is closed
 * @param heartbeat between two signs of life asked of a client; four missed ones close
 * @param unread how long what is said to a client may wait for it to read on
 */
public record SshSettings(
    String host,
    int port,
    Path keyFolder,
    boolean sntrup761,
    int unauthenticated,
    int unauthenticatedPerAddress,
    int perActor,
    int perConnection,
    Duration authTime,
    Duration idleTime,
    Duration heartbeat,
    Duration unread) {

  /** The usual settings for an address and a folder. */
  public static SshSettings of(String host, int port, Path keyFolder) {
    return new SshSettings(
        host,
        port,
        keyFolder,
        false,
        100,
        50,
        100,
        32,
        Duration.ofMinutes(1),
        Duration.ofMinutes(30),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10));
  }

  public SshSettings withSntrup761(boolean offered) {
    return new SshSettings(
        host,
        port,
        keyFolder,
        offered,
        unauthenticated,
        unauthenticatedPerAddress,
        perActor,
        perConnection,
        authTime,
        idleTime,
        heartbeat,
        unread);
  }

  /** The same with other limits for those who come and do nothing. */
  public SshSettings withPatience(
      int strangers, int perAddress, Duration login, Duration idle, Duration longestUnread) {
    return new SshSettings(
        host,
        port,
        keyFolder,
        sntrup761,
        strangers,
        perAddress,
        perActor,
        perConnection,
        login,
        idle,
        idle.compareTo(heartbeat) < 0 ? idle : heartbeat,
        longestUnread);
  }
}
