package paas.engine.process;

import java.nio.file.Path;
import paas.engine.Supply;

/**
 * What an operator may choose about apps as plain processes.
 *
 * @param instanceId this installation's own id, part of names that the whole machine sees
 * @param data absolute; the data folder
 * @param firstPort first of the ports that are given to apps
 * @param lastPort last of them, below the range from which the kernel takes ports by itself
 * @param firstUid as root, app N runs as user {@code firstUid + N}
 * @param searchPath where toolchains are looked for, like {@code PATH}
 * @param supply where builds get things from
 * @param caches how many bytes all apps' builds may keep for their next ones
 */
public record ProcessSettings(
    String instanceId,
    Path data,
    int firstPort,
    int lastPort,
    int firstUid,
    String searchPath,
    Supply supply,
    long caches) {
  public static final int FIRST_PORT = 20_000;
  public static final int LAST_PORT = 29_999;
  public static final int FIRST_UID = 200_000;
  public static final long CACHES = 20L << 30;

  public ProcessSettings {
    if (!instanceId.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("instance id: " + instanceId);
    }
    if (!data.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + data);
    }
    if (firstPort < 1024 || lastPort < firstPort || lastPort > 65_535) {
      throw new IllegalArgumentException("ports " + firstPort + " to " + lastPort);
    }
    if (firstUid < 1000) {
      throw new IllegalArgumentException("user ids from " + firstUid);
    }
  }

  /** The usual ones, with the toolchains of this process's own {@code PATH}. */
  public static ProcessSettings of(String instanceId, Path data) {
    String path = System.getenv().getOrDefault("PATH", "");
    return new ProcessSettings(
        instanceId, data, FIRST_PORT, LAST_PORT, FIRST_UID, path, Supply.USUAL, CACHES);
  }

  /** Who this server runs as; apps have users of their own where it is 0. */
  public static int uid() {
    return Users.own();
  }

  /** The same, with other ports and users for apps. */
  public ProcessSettings with(int fromPort, int toPort, int fromUid) {
    return new ProcessSettings(
        instanceId, data, fromPort, toPort, fromUid, searchPath, supply, caches);
  }

  /** The same, with builds that get things from elsewhere. */
  public ProcessSettings with(Supply other, long bound) {
    return new ProcessSettings(
        instanceId, data, firstPort, lastPort, firstUid, searchPath, other, bound);
  }
}
