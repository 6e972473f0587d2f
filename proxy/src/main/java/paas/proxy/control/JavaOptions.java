package paas.proxy.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What the Java of a proxy in a process of its own is started with: its {@code java.args}. */
public final class JavaOptions {
  private JavaOptions() {}

  /** One word each, without a class path. */
  public static List<String> read() throws IOException {
    try (InputStream in = JavaOptions.class.getResourceAsStream("/paas/proxy/java.args")) {
      byte[] file = Objects.requireNonNull(in).readAllBytes();
      return new String(file, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
