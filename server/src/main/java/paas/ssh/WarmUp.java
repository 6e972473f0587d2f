package paas.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.cli.Cancel;
import paas.cli.Streams;
import paas.cli.Verbs;
import paas.model.Actor;

/**
 * Knocks once at our own door with a key that nobody has, and asks for help: what a first caller
 * would wait for, classes and key exchange, is then loaded and has run.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private WarmUp() {}

  /** Returns at once; the rest happens on a thread of its own, and its failure harms nobody. */
  static void start(InetSocketAddress door, PublicKey hostKey, Verbs verbs) {
    Thread.ofPlatform()
        .daemon()
        .name("ssh-warm-up")
        .start(() -> {
          help(verbs);
          knock(door, hostKey);
        });
  }

  private static void help(Verbs verbs) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, null);
    verbs.run(Actor.PLATFORM, "help --format json", streams, new Cancel());
  }

  private static void knock(InetSocketAddress door, PublicKey hostKey) {
    try (SshClient client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier((_, _, shown) -> KeyUtils.compareKeys(shown, hostKey));
      client.setKeyIdentityProvider(KeyPairProvider.EMPTY_KEYPAIR_PROVIDER);
      client.start();
      try (ClientSession session = client.connect("warm-up", door).verify(LIMIT).getSession()) {
        session.addPublicKeyIdentity(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256));
        session.auth().await(LIMIT);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.debug("nothing is warm", e);
    }
  }
}
