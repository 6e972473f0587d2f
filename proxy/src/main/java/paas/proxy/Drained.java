package paas.proxy;

import java.time.Duration;

/**
 * How a drain ended.
 *
 * @param finished requests that were in flight when it began and came to their own end
 * @param told WebSockets and streams of events that were told to go, for they end in no other way
 * @param cut requests that were ended at the deadline
 */
public record Drained(long finished, long cut, long told, Duration took) {}
