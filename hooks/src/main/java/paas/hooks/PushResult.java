package paas.hooks;

/**
 * How one push ended.
 *
 * @param exitStatus for the SSH channel: 0 when every ref was accepted, else 1
 * @param clientGone the client did not wait for the end
 */
public record PushResult(int exitStatus, boolean clientGone) {}
