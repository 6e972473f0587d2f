package paas.buildpacks.golang;

/**
 * A main package.
 *
 * @param name of the program that go build makes of it
 * @param folder in the tree, "" for its root
 */
record GoProgram(String name, String folder) {

  /** For people: where it is. */
  String origin() {
    return folder.isEmpty() ? "package main" : folder;
  }
}
