package paas.ssh;

import java.util.List;
import java.util.Locale;
import paas.cli.ArgSplitter;
import paas.model.AppName;
import paas.model.Printable;
import paas.model.UserError;

/** What a request's line asks for. */
sealed interface ExecLine {
  /** A push. */
  record ReceivePack(AppName app) implements ExecLine {}

  /** A fetch or clone. */
  record UploadPack(AppName app) implements ExecLine {}

  /** Anything else is a verb, or a slip that the verbs explain. */
  record Verb(String line) implements ExecLine {}

  /**
   * Reads a line; git's own two are read exactly.
   *
   * @throws UserError exit status 2 when the line starts as git's and goes on otherwise
   */
  static ExecLine of(String line) {
    String head = line.strip().toLowerCase(Locale.ROOT);
    if (!head.startsWith("git-") && !head.startsWith("git ")) {
      return new Verb(line);
    }
    List<String> words = ArgSplitter.split(line);
    String service =
        words.getFirst().equals("git") && words.size() > 1
            ? "git-" + words.get(1)
            : words.getFirst();
    int at = words.getFirst().equals("git") ? 2 : 1;
    if (words.size() != at + 1) {
      throw UserError.usage("this is not a line that git sends", "use git push and git clone");
    }
    AppName app = app(words.get(at));
    return switch (service) {
      case "git-receive-pack" -> new ReceivePack(app);
      case "git-upload-pack" -> new UploadPack(app);
      default ->
          throw UserError.usage(
              "paas does not serve " + Printable.of(service), "git push and git clone work");
    };
  }

  /** {@code shop} or {@code /shop}: a name to look up, never a path. */
  private static AppName app(String path) {
    String name = path.startsWith("/") ? path.substring(1) : path;
    if (!AppName.isWellFormed(name)) {
      throw UserError.usage(
          "the remote names no app: '" + Printable.of(path) + "'",
          "a remote is paas:APP or ssh://paas@HOST:PORT/APP; " + AppName.RULE);
    }
    return new AppName(name);
  }
}
