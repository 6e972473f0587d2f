package paas.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import paas.model.UserError;

/** A folder that has a past and no store is never taken for a new one. */
final class Past {
  private Past() {}

  static void check(Path dataDir) {
    Path file = dataDir.resolve(StoreFile.NAME);
    try {
      boolean there = Files.exists(file);
      if (there && Files.size(file) > 0) {
        return;
      }
      long repositories = count(dataDir.resolve("repositories"), ".git");
      if (repositories > 0
          || count(Copies.folder(dataDir), Copies.SUFFIX) > 0
          || Files.exists(dataDir.resolve(Mark.NAME))) {
        throw UserError.failed(
            "the store "
                + file
                + (there ? " is empty" : " is missing")
                + ", but this folder has a past ("
                + repositories
                + (repositories == 1 ? " repository)" : " repositories)"),
            Copies.remedy(dataDir));
      }
    } catch (IOException e) {
      throw UserError.failed(
          "the data folder " + dataDir + " cannot be read: " + e.getMessage(), "is it yours?");
    }
  }

  private static long count(Path folder, String suffix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(suffix)).count();
    }
  }
}
