package paas.store;

import java.time.Instant;

/** A registry that images are pulled from with a name and a password, which is not shown here. */
public record RegistryRow(String host, String user, Instant addedAt, String addedBy) {}
