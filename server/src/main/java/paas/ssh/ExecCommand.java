package paas.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.cli.CallerGone;
import paas.cli.Console;
import paas.cli.Flags;
import paas.cli.Streams;
import paas.cli.Verbs;
import paas.model.Actor;

/** Runs one request's line on a thread of its own. */
final class ExecCommand implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(ExecCommand.class);

  private final Actor who;
  private final String line;
  private final GitDoor git;
  private final Verbs verbs;
  private @Nullable OutputStream out;
  private @Nullable OutputStream err;
  private @Nullable ExitCallback exit;

  ExecCommand(Actor who, String line, GitDoor git, Verbs verbs) {
    this.who = who;
    this.line = line;
    this.git = git;
    this.verbs = verbs;
  }

  @Override
  public void setInputStream(InputStream in) {
    throw new IllegalStateException("a door channel reads through its own ring");
  }

  @Override
  public void setOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    this.err = err;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    this.exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment env) {
    DoorChannel door = (DoorChannel) channel;
    Thread.ofVirtual().name("ssh-request").start(() -> run(door));
  }

  @Override
  public void destroy(ChannelSession channel) {
    ((DoorChannel) channel).cancel().cancel();
  }

  private void run(DoorChannel door) {
    AtomicBoolean gone = new AtomicBoolean();
    Streams streams =
        new Streams(
            door.input(),
            new ClientOutput(Objects.requireNonNull(out), gone),
            new ClientOutput(Objects.requireNonNull(err), gone),
            door.terminal());
    int status =
        Verbs.orExplain(
            new Console(streams, new Flags()), door.cancel(), () -> serve(door, streams, gone));
    flush(streams);
    if (gone.get()) {
      giveUp(door);
    } else {
      Objects.requireNonNull(exit).onExit(status);
    }
  }

  private static void giveUp(DoorChannel door) {
    try {
      door.giveUp();
    } catch (IOException e) {
      LOG.debug("a channel did not close as it should", e);
      door.close(true);
    }
  }

  private int serve(DoorChannel door, Streams streams, AtomicBoolean gone) throws Exception {
    try {
      return serve(door, streams);
    } catch (CallerGone e) {
      gone.set(true);
      throw e;
    }
  }

  private int serve(DoorChannel door, Streams streams) throws Exception {
    GitStreams io = new GitStreams(streams.in(), streams.out(), streams.err(), door.gitProtocol());
    return switch (ExecLine.of(line)) {
      case ExecLine.ReceivePack push -> git.receivePack(who, push.app(), io);
      case ExecLine.UploadPack fetch -> git.uploadPack(who, fetch.app(), io);
      case ExecLine.Verb verb -> verbs.run(who, verb.line(), streams, door.cancel());
    };
  }

  /** The library flushes stdout on exit, but not stderr. */
  private static void flush(Streams streams) {
    try {
      streams.out().flush();
      streams.err().flush();
    } catch (IOException | UncheckedIOException e) {
      // The client is gone: nobody is left to read it.
      return;
    }
  }
}
