package paas.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import paas.model.Actor;
import paas.model.AppName;

/** Notes what git's door was asked, and answers with a sentence. */
final class TestGit implements GitDoor {
  final Queue<String> asked = new ConcurrentLinkedQueue<>();

  @Override
  public int receivePack(Actor who, AppName app, GitStreams io) throws IOException {
    return answer("push " + who.name() + " " + app + " " + io.protocol(), io);
  }

  @Override
  public int uploadPack(Actor who, AppName app, GitStreams io) throws IOException {
    return answer("fetch " + who.name() + " " + app + " " + io.protocol(), io);
  }

  private int answer(String what, GitStreams io) throws IOException {
    asked.add(what);
    io.err().write("no git here\n".getBytes(StandardCharsets.UTF_8));
    return 3;
  }
}
