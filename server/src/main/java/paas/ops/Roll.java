package paas.ops;

/** A deploy that is under way: follow it with {@link BuildCommands.FollowDeploy}. */
public record Roll(String app, int deploy) {}
