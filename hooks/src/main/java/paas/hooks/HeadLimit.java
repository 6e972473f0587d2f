package paas.hooks;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.errors.PackProtocolException;

/** Bounds what a client sends before its pack: JGit limits the refs there, but not push options. */
final class HeadLimit extends FilterInputStream {
  private long left;

  HeadLimit(InputStream in, long bytes) {
    super(in);
    this.left = bytes;
  }

  /** The pack begins, which has limits of its own. */
  void lift() {
    left = Long.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    count(read);
    return read;
  }

  private void count(int read) throws IOException {
    left -= Math.max(0, read);
    if (left < 0) {
      throw new PackProtocolException("the push names too many refs or options");
    }
  }
}
