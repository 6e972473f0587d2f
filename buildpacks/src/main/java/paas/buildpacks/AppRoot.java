package paas.buildpacks;

import java.util.List;
import java.util.Optional;
import paas.buildpacks.language.Said;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.Nearest;
import paas.buildpacks.source.SourceText;
import paas.buildpacks.source.SourceTree;

/** The folder of a repository that is the app. */
final class AppRoot {
  private AppRoot() {}

  /**
   * The named folder, without slashes around it; "" for the repository itself.
   *
   * @throws BrokenSource if there is none, or its name is not plain
   */
  static String of(SourceTree repository, Said root) {
    String folder = root.value().replaceAll("^(\\./+|/+)+|/+$", "");
    if (folder.isEmpty() || folder.equals(".")) {
      return "";
    }
    if (!SourceText.isHarmlessPath(folder)) {
      throw wrong(root, "names a root that is no plain path", "Write it as \"apps/web\".");
    }
    if (repository.list(folder).isEmpty()) {
      String parent = folder.contains("/") ? folder.substring(0, folder.lastIndexOf('/')) : "";
      String prefix = parent.isEmpty() ? "" : parent + "/";
      List<String> folders = repository.folders(parent).stream().map(prefix::concat).toList();
      Optional<String> near = Nearest.to(folder, folders);
      throw wrong(
          root,
          "names the root " + folder + ", and there is no such folder",
          near.map(n -> "Did you mean " + n + "?").orElse("Name a folder of the repository."));
    }
    return folder;
  }

  private static BrokenSource wrong(Said root, String problem, String remedy) {
    return new BrokenSource(root.origin(), root.line(), problem, remedy);
  }
}
