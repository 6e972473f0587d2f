package paas.buildpacks.rust;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The Debian packages behind crates that bind to a library of the system. */
final class SystemLibraries {
  private static final Map<String, List<String>> PACKAGES =
      new TreeMap<>(
          Map.of(
              "openssl-sys", List.of("pkg-config", "libssl-dev"),
              "pq-sys", List.of("libpq-dev"),
              "mysqlclient-sys", List.of("pkg-config", "default-libmysqlclient-dev"),
              "rdkafka-sys", List.of("make", "g++")));

  /** Brings its own library, and builds it. */
  private static final String BUNDLED_SSL = "openssl-src";

  private SystemLibraries() {}

  /**
   * Those that the locked crates need.
   *
   * @param lock the text of Cargo.lock
   */
  static List<String> of(String lock) {
    return PACKAGES.entrySet().stream()
        .filter(entry -> names(lock, entry.getKey()))
        .flatMap(entry ->
            entry.getKey().equals("openssl-sys") && names(lock, BUNDLED_SSL)
                ? List.of("make").stream()
                : entry.getValue().stream())
        .distinct()
        .toList();
  }

  private static boolean names(String lock, String crate) {
    return Pattern.compile("(?m)^name = \"" + Pattern.quote(crate) + "\"$").matcher(lock).find();
  }
}
