package paas.ssh;

import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.server.ServerBuilder;

/**
 * What is spoken. New clients stay post-quantum with ML-KEM at no cost. sntrup761, which OpenSSH
 * before 9.9 prefers, takes about 0.3 s of the client's time for each connection and is left out
 * unless wanted. AES-GCM is the quickest cipher here by far, and clients have had it since 2013.
 */
final class Algorithms {
  private Algorithms() {}

  /** A server that speaks these alone. */
  static org.apache.sshd.server.SshServer server(boolean sntrup761) {
    org.apache.sshd.server.SshServer sshd =
        ServerBuilder.builder()
            .keyExchangeFactories(
                NamedFactory.setUpTransformedFactories(
                    true, exchanges(sntrup761), ServerBuilder.DH2KEX))
            .build();
    sshd.setCipherFactories(List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm));
    // Not used with GCM, but a client must find one it knows.
    sshd.setMacFactories(List.of(BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm));
    sshd.setCompressionFactories(List.of(BuiltinCompressions.none));
    sshd.setSignatureFactories(userKeys());
    return sshd;
  }

  private static List<BuiltinDHFactories> exchanges(boolean sntrup761) {
    List<BuiltinDHFactories> exchanges =
        new ArrayList<>(
            List.of(
                BuiltinDHFactories.mlkem768x25519,
                BuiltinDHFactories.curve25519,
                BuiltinDHFactories.curve25519_libssh,
                BuiltinDHFactories.ecdhp256,
                BuiltinDHFactories.ecdhp384,
                BuiltinDHFactories.ecdhp521));
    if (sntrup761) {
      exchanges.add(1, BuiltinDHFactories.sntrup761x25519);
      exchanges.add(2, BuiltinDHFactories.sntrup761x25519_openssh);
    }
    return exchanges;
  }

  /** The kinds of keys that people have, without those that rest on SHA-1. */
  static List<NamedFactory<Signature>> userKeys() {
    return List.of(
        BuiltinSignatures.ed25519,
        BuiltinSignatures.sk_ssh_ed25519,
        BuiltinSignatures.nistp256,
        BuiltinSignatures.nistp384,
        BuiltinSignatures.nistp521,
        BuiltinSignatures.sk_ecdsa_sha2_nistp256,
        BuiltinSignatures.rsaSHA512,
        BuiltinSignatures.rsaSHA256);
  }
}
