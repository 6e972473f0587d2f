package paas.proxy;

import java.net.InetSocketAddress;

/** A target in use: the same object through every table that names its id. */
final class LiveTarget {
  final String app;
  final Target target;
  final InetSocketAddress address;
  final Claims claims = new Claims();
  final Standing standing = new Standing();

  LiveTarget(String app, Target target) {
    this.app = app;
    this.target = target;
    address = target.address();
  }
}
