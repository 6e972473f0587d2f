package paas.store;

import paas.model.InstanceName;

/**
 * A process that is to run, and where it listens.
 *
 * @param host address as the proxy dials it
 */
public record InstanceRow(InstanceName name, int release, String host, int port) {}
