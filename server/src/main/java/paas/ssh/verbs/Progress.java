package paas.ssh.verbs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import paas.cli.Call;
import paas.cli.Json;
import paas.cli.Verbs;
import paas.model.AppName;
import paas.ops.BuildCommands.FollowDeploy;
import paas.ops.BuildCommands.FollowedDeploy;
import paas.ops.Ops;
import paas.ops.Roll;

/** Shows a deploy's output until its end. */
record Progress(Ops ops) {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Follows what a verb has set off; with {@code --format json} its number comes first. */
  int of(Call call, Roll roll) throws InterruptedException {
    if (call.flags().json()) {
      call.console().line(Json.line(roll));
    }
    return of(call, new AppName(roll.app()), roll.deploy());
  }

  /**
   * Follows a deploy, and returns 0 when it went live, 1 when not.
   *
   * @param number null: the one under way, else the newest
   */
  int of(Call call, AppName app, @Nullable Integer number) throws InterruptedException {
    try (FollowedDeploy deploy = ops.execute(call.actor(), new FollowDeploy(app, number))) {
      while (!deploy.ended()) {
        if (call.cancel().cancelled()) {
          call.console()
              .warn(
                  "it goes on; to see it again: ssh paas builds:output "
                      + app
                      + " "
                      + deploy.number());
          return Verbs.CANCELLED;
        }
        deploy.next(LOOK).ifPresent(line -> print(call, line));
      }
      return deploy.exitCode();
    }
  }

  private static void print(Call call, String line) {
    if (call.flags().json()) {
      call.console().line(Json.line(new Line(line)));
    } else {
      call.console().said(line);
    }
  }

  private record Line(String line) {}
}
