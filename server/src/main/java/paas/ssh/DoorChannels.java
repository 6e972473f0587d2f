package paas.ssh;

import java.util.function.Consumer;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;

/**
 * Opens the one kind of channel there is.
 *
 * @param begins told when something is asked for on one
 */
record DoorChannels(Consumer<Session> begins) implements ChannelFactory {
  @Override
  public String getName() {
    return "session";
  }

  @Override
  public Channel createChannel(Session session) {
    return new DoorChannel(begins);
  }
}
