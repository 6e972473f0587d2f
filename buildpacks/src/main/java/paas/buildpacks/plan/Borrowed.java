package paas.buildpacks.plan;

import java.util.List;

/**
 * What a build takes from another image: the toolchain of a second language.
 *
 * @param image an official image name
 * @param paths absolute, copied to the same place
 * @param atRunTime whether the processes need it too, and not the steps alone
 */
public record Borrowed(String image, List<String> paths, boolean atRunTime) {
  public Borrowed {
    paths = List.copyOf(paths);
  }
}
