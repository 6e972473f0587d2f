package paas.ops;

/**
 * One wish of a user's, as data; the same whichever door it came through.
 *
 * @param <R> what its handler returns
 */
public interface Command<R> {}
