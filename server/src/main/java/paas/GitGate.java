package paas;

import java.io.IOException;
import paas.cli.CallerGone;
import paas.deploy.PushGate;
import paas.disk.Floor;
import paas.hooks.PushResult;
import paas.model.Actor;
import paas.model.AppName;
import paas.ssh.GitDoor;
import paas.ssh.GitStreams;

/** Brings git's two services from the SSH door to the deploy machine, as far as the disk goes. */
record GitGate(PushGate gate, Floor floor) implements GitDoor {
  @Override
  public int receivePack(Actor who, AppName app, GitStreams io) throws IOException {
    floor.demand();
    PushResult result = gate.receive(who, app, new RoomGuard(io.in(), floor), io.out(), io.err());
    if (result.clientGone()) {
      throw new CallerGone(new IOException("the client did not wait for the end of its push"));
    }
    return result.exitStatus();
  }

  @Override
  public int uploadPack(Actor who, AppName app, GitStreams io) throws IOException {
    return gate.send(app, io.in(), io.out(), io.err(), io.protocol());
  }
}
