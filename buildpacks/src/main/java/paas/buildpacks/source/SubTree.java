package paas.buildpacks.source;

import java.util.List;
import java.util.Optional;

/**
 * A folder of a tree, as a tree.
 *
 * @param folder without a slash at its end
 */
public record SubTree(SourceTree whole, String folder) implements SourceTree {

  @Override
  public boolean isFile(String path) {
    return whole.isFile(folder + "/" + path);
  }

  @Override
  public List<String> list(String inner) {
    return whole.list(inner.isEmpty() ? folder : folder + "/" + inner);
  }

  @Override
  public Optional<String> read(String path) {
    return whole.read(folder + "/" + path);
  }
}
