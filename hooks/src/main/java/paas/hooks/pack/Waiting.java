package paas.hooks.pack;

import java.util.function.Function;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.jspecify.annotations.Nullable;

/** Gives deltas that name their base to whoever has made it, for several threads. */
final class Waiting implements Function<AnyObjectId, @Nullable Item> {
  private final ObjectIdOwnerMap<Arrival.Base> bases;

  Waiting(ObjectIdOwnerMap<Arrival.Base> bases) {
    this.bases = bases;
  }

  @Override
  public @Nullable Item apply(AnyObjectId id) {
    if (bases.isEmpty()) {
      return null;
    }
    synchronized (bases) {
      Arrival.Base base = bases.get(id);
      return base == null ? null : base.take();
    }
  }
}
