import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Takes the signatures out of jars, in place: {@code java Unsigned.java JAR...}. Java's start-up cache
 * holds no class of a signed jar, and at each start such a jar's signatures would be checked anew; that was
 * a fifth of the processor time of a start. What arrived was checked by Maven already.
 *
 * <p>Only OpenJDK asks providers of cryptography for no signature; under another Java nothing is done.
 */
public final class Unsigned {
  private static final int FAST = 1;

  public static void main(String[] jars) throws IOException {
    if (!System.getProperty("java.vm.name").startsWith("OpenJDK")) {
      return;
    }
    for (String jar : jars) {
      unsign(Path.of(jar));
    }
  }

  private static void unsign(Path jar) throws IOException {
    Path copy = Path.of(jar + ".unsigned");
    try (ZipFile from = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries = from.stream().toList();
      if (entries.stream().noneMatch(Unsigned::isSignature)) {
        return;
      }
      try (ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(copy))) {
        to.setLevel(FAST);
        for (ZipEntry entry : entries) {
          if (!isSignature(entry)) {
            ZipEntry same = new ZipEntry(entry.getName());
            same.setTime(entry.getTime());
            to.putNextEntry(same);
            to.write(content(entry, from.getInputStream(entry).readAllBytes()));
          }
        }
      }
    }
    Files.move(copy, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isSignature(ZipEntry entry) {
    return entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  }

  /** The manifest keeps what it says of the whole jar, and loses the digest of each file. */
  private static byte[] content(ZipEntry entry, byte[] content) throws IOException {
    if (!entry.getName().equals("META-INF/MANIFEST.MF")) {
      return content;
    }
    Manifest manifest = new Manifest(new ByteArrayInputStream(content));
    manifest.getEntries().clear();
    ByteArrayOutputStream shorter = new ByteArrayOutputStream();
    manifest.write(shorter);
    return shorter.toByteArray();
  }
}
