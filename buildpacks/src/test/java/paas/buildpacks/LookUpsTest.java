package paas.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import paas.buildpacks.plan.Detection;
import paas.buildpacks.source.SourceTree;

/** How much of a tree is read to tell what it is: as little for a large one as for a small one. */
class LookUpsTest {
  @Test
  void aTreeOfNoLanguageIsLookedThroughOnlyNearItsRoot() {
    Counting large = new Counting(tree(400, 25));
    assertThat(large.detect()).isInstanceOf(Detection.Nothing.class);
    assertThat(large.read).as("files read, of 10,000").isLessThan(10);
    assertThat(large.listed).as("folders listed").isLessThan(600);
    Counting deep = new Counting(tree(400, 100));
    assertThat(deep.detect()).isInstanceOf(Detection.Nothing.class);
    assertThat(deep.read).as("for four times as many files").isEqualTo(large.read);
    assertThat(deep.listed).isEqualTo(large.listed);
  }

  @Test
  void anAppIsNotSlowerForWhatLiesBesideIt() {
    Counting small = new Counting(app(tree(1, 1)));
    Counting large = new Counting(app(tree(400, 25)));
    assertThat(large.detect()).isInstanceOf(Detection.Detected.class);
    assertThat(small.detect()).isInstanceOf(Detection.Detected.class);
    assertThat(large.read).isEqualTo(small.read).isLessThan(40);
    assertThat(large.listed).isEqualTo(small.listed).isLessThan(40);
  }

  @Test
  void aPackageOfAWorkspaceIsReadOnce() {
    MemoryTree tree = MemoryTree.with("package.json", "{\"workspaces\": [\"packages/*\"]}");
    for (int i = 0; i < 150; i++) {
      String start = i == 70 ? "\"scripts\": {\"start\": \"node server.js\"}" : "";
      tree.and("packages/p%03d/package.json".formatted(i), "{" + start + "}");
    }
    Counting counting = new Counting(tree);
    assertThat(counting.detect()).isInstanceOf(Detection.Detected.class);
    assertThat(counting.read).isBetween(150, 200);
  }

  /** Folders of others' code are no near misses. */
  @Test
  void foldersBehindManyFilesAreSeen() {
    MemoryTree tree = MemoryTree.with("web/package.json", "{}").and("vendor/go.mod", "module m");
    for (int i = 0; i < 300; i++) {
      tree.and("a%03d.dat".formatted(i), "");
    }
    assertThat(tree.detect())
        .isInstanceOfSatisfying(
            Detection.Nothing.class,
            nothing ->
                assertThat(nothing.nearMisses())
                    .singleElement()
                    .asString()
                    .startsWith("There is package.json (Node.js) in web/"));
  }

  private static MemoryTree tree(int folders, int files) {
    MemoryTree tree = new MemoryTree();
    for (int folder = 0; folder < folders; folder++) {
      for (int file = 0; file < files; file++) {
        tree.and("d%03d/in/f%03d.dat".formatted(folder, file), "");
      }
    }
    return tree;
  }

  private static MemoryTree app(MemoryTree tree) {
    return tree.and("package.json", "{\"scripts\": {\"start\": \"node server.js\"}}")
        .and("server.js", "");
  }

  private static final class Counting implements SourceTree {
    private final MemoryTree tree;
    private int read;
    private int listed;

    Counting(MemoryTree tree) {
      this.tree = tree;
    }

    Detection detect() {
      return Detector.standard(Samples.TODAY).detect(this);
    }

    @Override
    public boolean isFile(String path) {
      return tree.isFile(path);
    }

    @Override
    public List<String> list(String folder) {
      listed++;
      return tree.list(folder);
    }

    @Override
    public Optional<String> read(String path) {
      read++;
      return tree.read(path);
    }
  }
}
