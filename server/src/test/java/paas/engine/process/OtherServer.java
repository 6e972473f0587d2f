package paas.engine.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import paas.model.Artifact;

/** A server of its own that starts one instance for each command, for tests that kill it. */
final class OtherServer {
  private OtherServer() {}

  /** Takes the data folder and commands; writes "up" when all run, then waits to be killed. */
  public static void main(String[] args) throws Exception {
    ProcessEngine engine =
        ProcessEngine.open(Samples.settings(Path.of(args[0])), (_, _, _, _) -> {});
    Artifact artifact = Samples.buildNothing(engine, Samples.APP, 1);
    for (int i = 1; i < args.length; i++) {
      engine.start(Samples.spec(Samples.name(Samples.APP, i), artifact, args[i]));
    }
    System.out.println("up");
    Thread.sleep(Long.MAX_VALUE);
  }

  /** Starts it as a process and returns when its instances run. */
  static Process fork(Path data, String... commands) throws Exception {
    List<String> args = new ArrayList<>(List.of(data.toString()));
    args.addAll(List.of(commands));
    Process server =
        Fork.java(List.of(), Fork.classPath(), OtherServer.class.getName(), args)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String first = server.inputReader().readLine();
    if (!"up".equals(first)) {
      server.destroyForcibly();
      throw new AssertionError("the other server said " + first);
    }
    return server;
  }
}
