package paas.model;

/** What a build made and a release runs. */
public sealed interface Artifact {
  /** What the store and an engine find it by. */
  String reference();

  /** An image of the Docker engine, by tag; the tag is unique to the build. */
  record Image(String reference) implements Artifact {}

  /** A folder under the data folder, by its name there, with the built app in it. */
  record Slug(String reference) implements Artifact {}
}
