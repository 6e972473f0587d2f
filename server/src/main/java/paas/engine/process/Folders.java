package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.engine.Built;
import paas.model.AppId;
import paas.model.Artifact;

/**
 * Where things lie in the data folder: {@code run} (one folder for each process), {@code slugs}
 * (built apps), {@code cache} and {@code home} (one for each app), {@code tmp}. Of all these an app
 * may enter its own only.
 */
final class Folders {
  private static final Set<PosixFilePermission> PASSABLE =
      PosixFilePermissions.fromString("rwx--x--x");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final Pattern BUILD =
      Pattern.compile("(a([0-9]+)/d([0-9]+))(\\.tools|\\.facts|\\.fresh)?");

  private final Path data;
  private final Users users;

  Folders(Path data, Users users) {
    this.data = data;
    this.users = users;
  }

  void create() throws IOException {
    if (!Files.exists(data)) {
      Files.createDirectories(data);
      Files.setPosixFilePermissions(data, users.separate() ? PASSABLE : PRIVATE);
    }
    Set<PosixFilePermission> own = EnumSet.copyOf(Files.getPosixFilePermissions(data));
    if (users.separate() && own.add(PosixFilePermission.OTHERS_EXECUTE)) {
      Files.setPosixFilePermissions(data, own);
    }
    for (String name : new String[] {"run", "slugs", "cache", "home", "tmp"}) {
      passable(data.resolve(name));
    }
  }

  Path run() {
    return data.resolve("run");
  }

  /** Holds an app's built releases; the app cannot rename them. */
  Path slugs(AppId app) {
    return data.resolve("slugs").resolve(app.toString());
  }

  /** A built release by its reference, which the platform made itself. */
  Path slug(String reference) {
    if (!reference.matches("a[0-9]+/d[0-9]+")) {
      throw new IllegalArgumentException("not a slug: " + reference);
    }
    return data.resolve("slugs").resolve(reference);
  }

  Path cache(AppId app) {
    return data.resolve("cache").resolve(app.toString());
  }

  /** The apps whose builds have left something. */
  List<AppId> cached() throws IOException {
    return children(data.resolve("cache")).stream()
        .map(folder -> folder.getFileName().toString())
        .filter(name -> name.matches("a[0-9]{1,18}"))
        .map(name -> new AppId(Long.parseLong(name.substring(1))))
        .toList();
  }

  /** What steps of its builds made. */
  Path layers(AppId app) {
    return cache(app).resolve("layers");
  }

  Path home(AppId app) {
    return data.resolve("home").resolve(app.toString());
  }

  /** For the temporary files of one process, by its folder's name. */
  Path tmp(String name) {
    return data.resolve("tmp").resolve(name);
  }

  /**
   * Removes what a server that died left half built, and temporary files of processes that are
   * gone.
   */
  void sweep() throws IOException {
    for (Path app : children(data.resolve("slugs"))) {
      for (Path slug : children(app)) {
        if (slug.getFileName().toString().matches("d[0-9]+") && !Slug.complete(slug)) {
          Slug.remove(slug);
        }
      }
    }
    for (Path tmp : children(data.resolve("tmp"))) {
      if (!Files.exists(run().resolve(tmp.getFileName()))) {
        Commands.removeTree(tmp);
      }
    }
  }

  /** Every build, whole or half: of a half one there may be but a file beside its folder. */
  List<Built> built() throws IOException {
    Set<Built> built = new LinkedHashSet<>();
    for (Path app : children(data.resolve("slugs"))) {
      for (Path part : children(app)) {
        Matcher name = BUILD.matcher(app.getFileName() + "/" + part.getFileName());
        if (name.matches()) {
          AppId id = new AppId(Long.parseLong(name.group(2)));
          int deploy = Integer.parseInt(name.group(3));
          built.add(new Built(id, deploy, new Artifact.Slug(name.group(1))));
        }
      }
    }
    return List.copyOf(built);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /** Makes sure of a folder that only this app enters. */
  void giveTo(AppId app, Path folder) {
    try {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
      users.own(app, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void passable(Path folder) throws IOException {
    Files.createDirectories(folder);
    // Asked first: on a read-only disk what is right already must do.
    if (!Files.getPosixFilePermissions(folder).equals(PASSABLE)) {
      Files.setPosixFilePermissions(folder, PASSABLE);
    }
  }
}
