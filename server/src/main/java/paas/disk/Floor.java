package paas.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import paas.model.UserError;

/**
 * What must stay free on the disks that are written to. What takes room (a push, a build) is
 * refused when it would begin below; what is tiny is not asked.
 *
 * @param bytes of each file system
 * @param files how many more each must be able to hold
 * @param places files or folders, one of each file system that counts
 */
public record Floor(long bytes, long files, Supplier<List<Path>> places) {
  /** Nothing is kept free. */
  public static final Floor NONE = new Floor(0, 0, List::of);

  /** What a disk has too little of, as a sentence; empty when there is enough. */
  public Optional<String> shortage() {
    return places.get().stream().map(this::shortage).flatMap(Optional::stream).findFirst();
  }

  /** The same of one place. */
  public Optional<String> shortage(Path place) {
    Room room = Room.of(place);
    if (room.readOnly()) {
      return Optional.of("the disk of " + place + " is read-only");
    }
    if (room.bytes() < bytes) {
      return Optional.of(
          "the disk is nearly full: "
              + Room.text(room.bytes())
              + " free in "
              + place
              + ", and "
              + Room.text(bytes)
              + " must stay free");
    }
    if (room.files() < files) {
      return Optional.of(
          "the disk can hold only "
              + room.files()
              + " more files in "
              + place
              + ", and room for "
              + files
              + " must stay free");
    }
    return Optional.empty();
  }

  /** What to do about it. */
  public static String remedy() {
    return "make room on the server (ssh paas doctor shows where), then again";
  }

  /** Refuses what takes room. */
  public void demand() {
    Optional<String> shortage = shortage();
    if (shortage.isPresent()) {
      throw UserError.failed(shortage.get(), remedy());
    }
  }

  /** How many bytes may still be written before a disk is at its floor. */
  public long above() {
    return places.get().stream()
        .mapToLong(place -> Math.max(0, Room.of(place).bytes() - bytes))
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
