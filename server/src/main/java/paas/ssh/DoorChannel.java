package paas.ssh;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.sshd.common.channel.PtyMode;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;
import paas.cli.Cancel;

/**
 * One request's channel. Of what a client may ask for it takes a command, a terminal and git's
 * protocol version; agent, X11, subsystems and every other variable it does not.
 */
final class DoorChannel extends ChannelSession {
  private final Cancel cancel = new Cancel();
  private final Consumer<Session> begins;
  private @Nullable ChannelInput input;
  private @Nullable ChannelTerminal terminal;
  private @Nullable String gitProtocol;

  /**
   * A channel.
   *
   * @param begins told when something is asked for on it
   */
  DoorChannel(Consumer<Session> begins) {
    super(List.of());
    this.begins = begins;
  }

  Cancel cancel() {
    return cancel;
  }

  ChannelInput input() {
    if (input == null) {
      throw new IllegalStateException("no command yet");
    }
    return input;
  }

  @Nullable ChannelTerminal terminal() {
    return terminal;
  }

  @Nullable String gitProtocol() {
    return gitProtocol;
  }

  /** Whether a request came on it. */
  boolean wasAsked() {
    return input != null;
  }

  @Override
  protected @Nullable Command prepareCommand(String requestType, @Nullable Command command)
      throws IOException {
    if (command != null) {
      input = new ChannelInput(getLocalWindow(), cancel::cancel);
      input.watchCtrlC(terminal != null);
      cancel.onCancel(input::close);
      setDataReceiver(input);
      begins.accept(getSession());
    }
    return super.prepareCommand(requestType, command);
  }

  /**
   * Sends the exit status before the end of output. The library does it the other way round, and a
   * client that shares a connection may close the channel between the two: it then reports 255.
   */
  @Override
  protected void closeShell(int status, boolean immediately) throws IOException {
    if (!isClosing()) {
      sendExitStatus(status);
      out.close();
      sendEof();
      commandExitFuture.setClosed();
      close(immediately);
    } else {
      commandExitFuture.setClosed();
    }
  }

  /**
   * For a client that does not read: ends the request without waiting for what was said last, and
   * with it whoever still waits to say something.
   */
  void giveUp() throws IOException {
    cancel.cancel();
    getRemoteWindow().close();
    commandExitFuture.setClosed();
    close(false);
  }

  /** Says yes to every variable, as servers do, and keeps the one that is git's. */
  @Override
  protected RequestHandler.Result handleEnvParsed(String name, String value) {
    if (name.equals("GIT_PROTOCOL") && value.matches("version=[012]")) {
      gitProtocol = value;
    }
    return RequestHandler.Result.ReplySuccess;
  }

  @Override
  protected RequestHandler.Result handlePtyReqParsed(
      String term, int columns, int rows, int width, int height, Map<PtyMode, Integer> modes) {
    terminal = new ChannelTerminal(term, columns, rows, () -> input().watchCtrlC(false));
    return RequestHandler.Result.ReplySuccess;
  }

  @Override
  protected RequestHandler.Result handleWindowChangeParsed(
      int columns, int rows, int width, int height) {
    if (terminal != null) {
      terminal.resized(columns, rows);
    }
    return RequestHandler.Result.ReplySuccess;
  }

  @Override
  protected RequestHandler.Result handleSignalParsed(String name) {
    if (List.of("INT", "TERM", "HUP", "QUIT", "KILL").contains(name)) {
      cancel.cancel();
    }
    return RequestHandler.Result.ReplySuccess;
  }

  @Override
  protected RequestHandler.Result handleBreakParsed(long length) {
    cancel.cancel();
    return RequestHandler.Result.ReplySuccess;
  }

  @Override
  protected RequestHandler.Result handleAgentForwardingParsed(String requestType) {
    return RequestHandler.Result.ReplyFailure;
  }

  @Override
  protected RequestHandler.Result handleX11ForwardingParsed(
      String requestType,
      ServerSession session,
      boolean single,
      String protocol,
      String cookie,
      int screen) {
    return RequestHandler.Result.ReplyFailure;
  }

  @Override
  protected RequestHandler.Result handleSubsystem(
      String requestType, Buffer buffer, boolean wantReply) {
    return RequestHandler.Result.ReplyFailure;
  }
}
