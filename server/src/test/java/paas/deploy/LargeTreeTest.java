package paas.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.buildpacks.Detector;
import paas.buildpacks.plan.Detection;
import paas.hooks.CommitTree;

/** 50,000 files in few folders, which is the most that there is to look through for a name. */
class LargeTreeTest {
  /** It takes a tenth of a second; a look at each file for each name took a minute. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void namesAreFoundFastInLargeFolders() throws Exception {
    try (Git git = Git.init().setBare(true).setDirectory(folder.toFile()).call();
        CommitTree tree = CommitTree.of(git.getRepository(), commit(git.getRepository()))) {
      Instant began = Instant.now();
      Detection found = Detector.standard().detect(new CommitSource(tree));
      assertThat(Duration.between(began, Instant.now())).isLessThan(LIMIT);
      assertThat(found)
          .isInstanceOf(Detection.Nothing.class)
          .extracting(nothing -> ((Detection.Nothing) nothing).nearMisses(), list(String.class))
          .singleElement()
          .asString()
          .startsWith("There is package.json (Node.js) in web/");
    }
  }

  /** Two folders beside what looks like an app, and thousands of files beside them. */
  private static String commit(Repository repository) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId file = inserter.insert(Constants.OBJ_BLOB, Constants.encodeASCII("{}"));
      TreeFormatter web = new TreeFormatter();
      web.append("package.json", FileMode.REGULAR_FILE, file);
      ObjectId records = inserter.insert(files(file, 30_000));
      TreeFormatter root = files(file, 20_000);
      root.append("records", FileMode.TREE, records);
      root.append("web", FileMode.TREE, inserter.insert(web));
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(root));
      PersonIdent who = new PersonIdent("Ada", "ada@example.org", Instant.EPOCH, ZoneOffset.UTC);
      commit.setAuthor(who);
      commit.setCommitter(who);
      commit.setMessage("All");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id.name();
    }
  }

  private static TreeFormatter files(ObjectId content, int count) {
    TreeFormatter folder = new TreeFormatter();
    for (int i = 0; i < count; i++) {
      folder.append("f%05d.dat".formatted(i), FileMode.REGULAR_FILE, content);
    }
    return folder;
  }
}
