package paas.ssh;

import java.security.PublicKey;
import java.util.Optional;
import paas.model.Actor;

/** Whose key it is. */
@FunctionalInterface
public interface KeyRing {
  /** The key's owner at this moment; empty when the key is unknown, revoked or too weak. */
  Optional<Actor> actorOf(PublicKey key);
}
