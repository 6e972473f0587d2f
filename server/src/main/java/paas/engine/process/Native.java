package paas.engine.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** The calls of the C library that Java has no words for. */
final class Native {
  static final int SIGHUP = 1;
  static final int SIGKILL = 9;
  static final int SIGTERM = 15;
  static final int SIGCONT = 18;
  static final int SIGSTOP = 19;
  static final int EIO = 5;
  static final int EINTR = 4;

  private static final int O_RDWR = 2;
  private static final int O_NOCTTY = 0x100;
  private static final int O_CLOEXEC = 0x80000;
  private static final int PUNCH_HOLE_KEEP_SIZE = 3;
  private static final long TIOCSWINSZ = 0x5414;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle KILL = plain("kill", JAVA_INT, JAVA_INT);
  private static final MethodHandle OPEN = variadic("open", ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = plain("close", JAVA_INT);
  private static final MethodHandle FALLOCATE =
      plain("fallocate", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle READ = transfer("read");
  private static final MethodHandle WRITE = transfer("write");
  private static final MethodHandle OPENPT = plain("posix_openpt", JAVA_INT);
  private static final MethodHandle GRANTPT = plain("grantpt", JAVA_INT);
  private static final MethodHandle UNLOCKPT = plain("unlockpt", JAVA_INT);
  private static final MethodHandle PTSNAME = plain("ptsname_r", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle IOCTL = variadic("ioctl", JAVA_INT, JAVA_LONG, ADDRESS);

  private Native() {}

  /** A call that failed, by its errno. */
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1;
    private final int errno;

    Failed(String call, int errno) {
      super(call + ": errno " + errno);
      this.errno = errno;
    }

    int errno() {
      return errno;
    }
  }

  private interface Call {
    long on(MemorySegment state) throws Throwable;
  }

  /**
   * Signals a process, or with a negative {@code pid} a process group.
   *
   * @return whether there was anything to signal
   */
  static boolean kill(long pid, int signal) {
    try {
      call("kill", state -> (int) KILL.invokeExact(state, (int) pid, signal));
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /** Gives the first {@code length} bytes of a file back to the disk; its size stays. */
  static void punch(Path file, long length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(file.toString());
      int fd = (int) call("open", state -> (int) OPEN.invokeExact(state, name, O_RDWR | O_CLOEXEC));
      try {
        call(
            "fallocate",
            state -> (int) FALLOCATE.invokeExact(state, fd, PUNCH_HOLE_KEEP_SIZE, 0L, length));
      } finally {
        close(fd);
      }
    }
  }

  /** A new terminal's master side. */
  static int openTerminal() throws IOException {
    int master =
        (int)
            call(
                "posix_openpt",
                state -> (int) OPENPT.invokeExact(state, O_RDWR | O_NOCTTY | O_CLOEXEC));
    try {
      call("grantpt", state -> (int) GRANTPT.invokeExact(state, master));
      call("unlockpt", state -> (int) UNLOCKPT.invokeExact(state, master));
      return master;
    } catch (IOException broken) {
      close(master);
      throw broken;
    }
  }

  /** The device of a terminal's other side. */
  static Path terminalDevice(int master) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(64);
      int error =
          (int) call("ptsname", state -> (int) PTSNAME.invokeExact(state, master, name, 64L));
      if (error != 0) {
        throw new Failed("ptsname", error);
      }
      return Path.of(name.getString(0));
    }
  }

  static void resizeTerminal(int master, int columns, int rows) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size =
          arena.allocateFrom(
              ValueLayout.JAVA_SHORT, (short) rows, (short) columns, (short) 0, (short) 0);
      call("ioctl", state -> (int) IOCTL.invokeExact(state, master, TIOCSWINSZ, size));
    }
  }

  /** Reads at most the buffer's size; 0 is the end. */
  static int read(int fd, MemorySegment buffer) throws IOException {
    return (int)
        call("read", state -> (long) READ.invokeExact(state, fd, buffer, buffer.byteSize()));
  }

  static int write(int fd, MemorySegment bytes) throws IOException {
    return (int)
        call("write", state -> (long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize()));
  }

  static void close(int fd) throws IOException {
    call("close", state -> (int) CLOSE.invokeExact(state, fd));
  }

  private static long call(String name, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        long result = call.on(state);
        if (result >= 0) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != EINTR) {
          throw new Failed(name, errno);
        }
      }
    } catch (IOException | RuntimeException | Error expected) {
      throw expected;
    } catch (Throwable impossible) {
      throw new IllegalStateException(name, impossible);
    }
  }

  private static MethodHandle plain(String name, MemoryLayout... arguments) {
    return handle(
        name, FunctionDescriptor.of(JAVA_INT, arguments), Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle variadic(String name, MemoryLayout... arguments) {
    return handle(
        name,
        FunctionDescriptor.of(JAVA_INT, arguments),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(2));
  }

  private static MethodHandle transfer(String name) {
    return handle(
        name,
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
        Linker.Option.captureCallState("errno"));
  }

  // Native calls are this class: the server is started with the access they need.
  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
  }
}
