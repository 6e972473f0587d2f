package paas.hooks;

/** What a commit names but does not hold. The deploy can go on; its owner should be told. */
public sealed interface Finding {
  /** Relative to the tree's root. */
  String path();

  /** One sentence for the person who pushed. */
  String sentence();

  /** The folder of a submodule, which stays empty. */
  record Submodule(String path) implements Finding {
    @Override
    public String sentence() {
      return path
          + " is a git submodule: its files are not part of the push, so the folder is empty here."
          + " Commit the files themselves (git subtree can do it) or fetch them in the build.";
    }
  }

  /** A Git LFS pointer in the place of the real file. */
  record LfsPointer(String path) implements Finding {
    @Override
    public String sentence() {
      return path
          + " is a Git LFS pointer: the file itself is not part of the push, so the app gets a text of"
          + " three lines. Take it out of LFS (git lfs migrate export --include="
          + path
          + ") or fetch it in the build.";
    }
  }
}
