package paas.proxy.figures;

/**
 * What the proxy knows of one app's requests.
 *
 * @param app empty: requests that no app answers to
 * @param inFlight requests and WebSockets under way at its processes, replaced ones included
 * @param held requests that wait because it is paused
 * @param total since the proxy began
 * @param recent of the last full minute and what there is of this one
 * @param recentSeconds how long that is
 */
public record AppFigures(
    String app, int inFlight, int held, Counts total, Counts recent, int recentSeconds) {}
