package paas.proxy;

import java.net.InetSocketAddress;

/** A target in use: the same object through every table that names its id. */
final class LiveTarget {
  final Target target;
  final InetSocketAddress address;
  final Claims claims = new Claims();
  final Standing standing = new Standing();

  LiveTarget(Target target) {
    this.target = target;
    address = target.address();
  }
}
