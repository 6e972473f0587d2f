package paas.disk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The C library's statvfs, because Java counts no files and knows no read-only remount. */
final class StatVfs {
  /** Offsets in its answer, the same on all 64-bit Linux. */
  private static final long FRAGMENT = 8;

  private static final long FREE = 24;
  private static final long AVAILABLE = 32;
  private static final long FILES = 40;
  private static final long FILES_AVAILABLE = 56;
  private static final long FLAGS = 72;
  private static final long LENGTH = 256;
  private static final long READ_ONLY = 1;

  private static final MethodHandle STATVFS = statvfs();

  private StatVfs() {}

  @SuppressWarnings(
      "restricted") // As in engine.process: the C library is asked for what Java lacks.
  private static MethodHandle statvfs() {
    return Linker.nativeLinker()
        .downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("statvfs"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  }

  static Room of(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toString());
      MemorySegment answer = arena.allocate(LENGTH, Long.BYTES);
      return call(name, answer) == 0 ? room(answer) : plain(path.toFile());
    }
  }

  private static int call(MemorySegment name, MemorySegment answer) {
    try {
      return (int) STATVFS.invokeExact(name, answer);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Room room(MemorySegment answer) {
    long block = answer.get(JAVA_LONG, FRAGMENT);
    long available = answer.get(JAVA_LONG, AVAILABLE) * block;
    // Some file systems make files' nodes as they are needed and count none.
    boolean counted = answer.get(JAVA_LONG, FILES) > 0;
    return new Room(
        available,
        Room.ours(available, answer.get(JAVA_LONG, FREE) * block),
        counted ? answer.get(JAVA_LONG, FILES_AVAILABLE) : Long.MAX_VALUE,
        (answer.get(JAVA_LONG, FLAGS) & READ_ONLY) != 0);
  }

  private static Room plain(File file) {
    long usable = file.getUsableSpace();
    return new Room(usable, Room.ours(usable, file.getFreeSpace()), Long.MAX_VALUE, false);
  }
}
