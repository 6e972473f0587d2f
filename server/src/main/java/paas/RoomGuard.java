package paas;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import paas.disk.Floor;
import paas.hooks.NoRoomException;

/**
 * What a push brings, as long as there is room for it: looked at while it comes, because others
 * write at the same time.
 */
final class RoomGuard extends FilterInputStream {
  private static final int EVERY_BYTES = 1 << 20;

  private final Floor floor;
  private int sinceLook;

  RoomGuard(InputStream in, Floor floor) {
    super(in);
    this.floor = floor;
  }

  @Override
  public int read() throws IOException {
    look();
    int value = super.read();
    sinceLook += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    look();
    int count = super.read(buffer, offset, length);
    sinceLook += Math.max(0, count);
    return count;
  }

  private void look() throws NoRoomException {
    if (sinceLook >= EVERY_BYTES) {
      sinceLook = 0;
      Optional<String> shortage = floor.shortage();
      if (shortage.isPresent()) {
        throw new NoRoomException(shortage.get());
      }
    }
  }
}
