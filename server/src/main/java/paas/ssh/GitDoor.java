package paas.ssh;

import paas.model.Actor;
import paas.model.AppName;

/**
 * The two services of git. Each call blocks until the service is over and returns its exit status;
 * a {@link paas.model.UserError} is shown to the caller. When the client goes away, the streams end
 * and throw; the thread is not interrupted.
 */
public interface GitDoor {
  int receivePack(Actor who, AppName app, GitStreams io) throws Exception;

  int uploadPack(Actor who, AppName app, GitStreams io) throws Exception;
}
