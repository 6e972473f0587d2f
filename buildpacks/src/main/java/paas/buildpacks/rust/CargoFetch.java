package paas.buildpacks.rust;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import paas.buildpacks.plan.BuildStep;

/**
 * Fetches the crates before the source is there, so that a change of the source alone fetches
 * nothing. Cargo reads no package without sources: they are stood in for by empty files, which
 * those of the app replace.
 */
final class CargoFetch {
  private static final String SETTINGS = ".cargo/config.toml";

  private CargoFetch() {}

  /** Empty where Cargo would want to see more than that. */
  static Optional<BuildStep> step(CargoSource source, List<BuildStep.Cache> caches) {
    Set<String> known = source.all().stream().map(CargoPackage::folder).collect(Collectors.toSet());
    boolean closed =
        source.all().stream().flatMap(p -> p.paths().stream()).allMatch(known::contains);
    boolean vendored =
        source.tree().read(SETTINGS).filter(text -> text.contains("[source")).isPresent();
    Optional<String> lock = source.lock();
    if (lock.isEmpty() || !closed || vendored || source.tree().isFile(".cargo/config")) {
      return Optional.empty();
    }
    List<String> files = new ArrayList<>();
    for (CargoPackage one : source.all()) {
      Optional<List<String>> targets = one.targets(source.tree());
      if (targets.isEmpty()) {
        return Optional.empty();
      }
      files.addAll(targets.get());
    }
    Set<String> needs = new LinkedHashSet<>();
    needs.add(CargoPackage.FILE);
    needs.add(lock.get());
    source.all().forEach(p -> needs.add(p.file()));
    needs.add(SETTINGS);
    needs.removeIf(file -> !source.tree().isFile(file));
    Stream<String> folders =
        files.stream().map(file -> file.substring(0, file.lastIndexOf('/'))).distinct();
    return Optional.of(
        new BuildStep(
            BuildStep.Role.INSTALL,
            "cargo fetch",
            List.copyOf(needs),
            List.of(
                Stream.concat(Stream.of("mkdir", "-p"), folders).toList(),
                Stream.concat(Stream.of("touch"), files.stream()).toList(),
                fetch(source)),
            caches,
            List.of()));
  }

  private static List<String> fetch(CargoSource source) {
    List<String> fetch = new ArrayList<>(List.of("cargo", "fetch", "--locked"));
    fetch.addAll(manifest(source));
    return fetch;
  }

  /** Which package is meant, where it is not the one in the folder. */
  static List<String> manifest(CargoSource source) {
    return source.isPart()
        ? List.of("--manifest-path", source.root() + "/" + CargoPackage.FILE)
        : List.of();
  }
}
