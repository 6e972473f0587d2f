package paas.store;

import java.time.Instant;

/**
 * A public key that may log in.
 *
 * @param fingerprint {@code SHA256:...} as OpenSSH prints it
 * @param name what its owner is called in events; no two keys share one
 * @param openssh type and base64, without a comment
 */
public record SshKey(String fingerprint, String name, String openssh, Instant addedAt) {}
