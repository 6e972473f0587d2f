package paas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paas.disk.WholeFile;
import paas.model.App;
import paas.model.UserError;
import paas.store.Store;

/**
 * The id of a data folder, part of the name of all that its apps have on the engine. A new one in
 * the place of one that was lost would leave all of that behind, so the store knows it, too.
 */
final class FolderName {
  private static final Logger log = LoggerFactory.getLogger(FolderName.class);
  private static final String KNOWN = "instance";
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}");

  private FolderName() {}

  static String of(Path file, Store store) {
    Optional<String> known = store.settings().get(KNOWN);
    Optional<String> found = read(file);
    if (found.isPresent()) {
      return checked(file, found.get(), known, store);
    }
    if (known.isEmpty() && hasReleases(store)) {
      throw UserError.failed(
          "the file " + file + " is missing or damaged, and nothing else tells this folder's id",
          "write the 8 characters into it that follow paas- in the names of its containers");
    }
    String id =
        known.orElseGet(() -> HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
    if (known.isPresent()) {
      log.warn("{} was missing or damaged; it is written anew from the store", file);
    }
    write(file, id);
    remember(store, id);
    return id;
  }

  private static String checked(Path file, String found, Optional<String> known, Store store) {
    if (known.isEmpty()) {
      remember(store, found);
    } else if (!known.get().equals(found)) {
      throw UserError.failed(
          file + " says " + found + ", but the store says that this folder is " + known.get(),
          "if the file came from elsewhere, remove it: it is written anew from the store");
    }
    return found;
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(FORM.asMatchPredicate());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void write(Path file, String id) {
    try {
      WholeFile.write(file, id, "rw-r--r--");
    } catch (IOException e) {
      log.warn("{} cannot be written: {}", file, e.toString());
    }
  }

  private static void remember(Store store, String id) {
    try {
      store.settings().put(KNOWN, id);
    } catch (UserError e) {
      log.warn("the folder's id is not saved yet: {}", e.what());
    }
  }

  private static boolean hasReleases(Store store) {
    return store.apps().list().stream().map(App::liveRelease).anyMatch(Objects::nonNull);
  }
}
