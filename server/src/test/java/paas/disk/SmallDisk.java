package paas.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few megabytes that a test may fill; needs root. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;
  private final Path at;

  private SmallDisk(Path folder, Path at) {
    this.folder = folder;
    this.at = at;
  }

  /** Skips the test aloud where nothing may be mounted, unless it has to be. */
  public static SmallDisk of(String size, int files) throws IOException {
    Path folder = Files.createTempDirectory("paas-disk");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path at = Files.createDirectory(folder.resolve("disk"));
    String options = "size=" + size + ",nr_inodes=" + files + ",mode=0755";
    if (run("mount", "-t", "tmpfs", "-o", options, "paas-test", at + "") != 0) {
      Files.delete(at);
      Files.delete(folder);
      String why = "nothing may be mounted here";
      if (System.getenv().getOrDefault("PAAS_TEST_REQUIRE", "").contains("root")) {
        throw new AssertionError("PAAS_TEST_REQUIRE asks for root: " + why);
      }
      System.err.println("SKIPPED, not tested: what a full disk does (" + why + ")");
      Assumptions.abort(why);
    }
    return new SmallDisk(folder, at);
  }

  public Path at() {
    return at;
  }

  /** Another's file takes all but this much. */
  public void fill(long bytesLeft) throws IOException {
    byte[] block = new byte[1 << 16];
    long most = Room.of(at).bytes() - bytesLeft;
    try (OutputStream out = Files.newOutputStream(at.resolve("others-file"))) {
      for (long written = 0; written < most; written += block.length) {
        out.write(block, 0, (int) Math.min(block.length, most - written));
      }
      while (bytesLeft == 0) {
        out.write(block, 0, 4096);
      }
    } catch (IOException e) {
      if (bytesLeft > 0) {
        throw e;
      }
    }
  }

  /** Another's files take all that the file system can name. */
  public void takeFiles() throws IOException {
    Path others = Files.createDirectory(at.resolve("others-files"));
    try {
      for (int i = 0; ; i++) {
        Files.createFile(others.resolve(Integer.toString(i)));
      }
    } catch (IOException _) {
      // As was wanted.
    }
  }

  public void clear() throws IOException {
    run("rm", "-rf", at.resolve("others-file") + "", at.resolve("others-files") + "");
  }

  /**
   * From now on nobody who comes by the path can write; what is open stays so, which keeps the
   * whole file system from being made read-only.
   */
  public void readOnly(boolean shut) throws IOException {
    boolean done =
        shut
            ? run("mount", "--bind", at + "", at + "") == 0
                && run("mount", "-o", "remount,bind,ro", at + "") == 0
            : run("umount", "-l", at + "") == 0;
    if (!done) {
      throw new IOException("the way to " + at + " could not be changed");
    }
  }

  public boolean remount(String how) throws IOException {
    return run("mount", "-o", "remount," + how, at + "") == 0;
  }

  private static int run(String... argv) throws IOException {
    List<String> words = new ArrayList<>(List.of(argv));
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", at + "");
    run("umount", "-l", at + ""); // Once more, where it was closed to writers.
    Files.delete(at);
    Files.delete(folder);
  }
}
