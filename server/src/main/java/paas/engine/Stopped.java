package paas.engine;

import java.time.Duration;

/**
 * How an instance was stopped.
 *
 * @param killed whether it ignored SIGTERM until its grace was over (R12)
 */
public record Stopped(Duration took, boolean killed) {}
