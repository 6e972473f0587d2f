package paas.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One app's sources in a git repository. */
record Project(Desk desk, String app, Path folder) {
  Said git(String... words) {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(words));
    return desk.in(folder, argv.toArray(String[]::new));
  }

  Project write(String file, String text) throws IOException {
    Path target = folder.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
    return this;
  }

  Project remove(String file) throws IOException {
    Files.delete(folder.resolve(file));
    return this;
  }

  /** Commits everything, if only a new title. */
  Project commit(String title) {
    git("add", "-A").ok();
    git("commit", "-q", "--allow-empty", "-m", title).ok();
    return this;
  }

  /** Types {@code git push paas main}. */
  Said push() {
    return git("push", "paas", "main");
  }

  /** The same, where the build may take longer than usual. */
  Said push(Duration longest) {
    return Shell.end(beginPush(), "", "git push paas main", longest);
  }

  Process beginPush() {
    return desk.beginIn(folder, "git", "push", "paas", "main");
  }

  String head() {
    return git("rev-parse", "HEAD").ok().out().strip();
  }

  /** What this repository believes of the server's branch; empty when it never saw one. */
  String tracked() {
    return git("rev-parse", "-q", "--verify", "refs/remotes/paas/main").out().strip();
  }
}
