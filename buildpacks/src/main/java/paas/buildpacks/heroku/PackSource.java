package paas.buildpacks.heroku;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paas.buildpacks.language.Said;
import paas.buildpacks.plan.Buildpacks.Pack;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;

/**
 * From what somebody wrote to a buildpack: {@code https://host/x.git#v1}, {@code heroku/nodejs}, or
 * {@code folder:NAME} for one that lies in the data folder.
 */
public final class PackSource {
  public static final String FOLDER = "folder:";
  private static final int LONGEST = 500;
  private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");
  private static final Pattern SHORT =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,38})/([a-z0-9][a-z0-9._-]{0,99})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final String FORMS =
      "Write https://HOST/PATH#TAG of a git repository, OWNER/NAME, or folder:NAME.";

  private PackSource() {}

  /**
   * One buildpack.
   *
   * @param registry where OWNER/NAME lies: "https://github.com"
   * @throws BrokenSource when it can be none
   */
  public static Pack of(Said said, String registry) {
    String source = said.value().strip();
    String[] parts = source.split("#", 2);
    String place = parts[0];
    String ref = parts.length == 2 ? parts[1] : "";
    boolean plain = source.length() <= LONGEST && source.chars().allMatch(c -> c > ' ' && c < 127);
    if (!plain || (parts.length == 2 && (!REF.matcher(ref).matches() || ref.contains("..")))) {
      throw wrong(said, "is no buildpack", FORMS);
    }
    if (place.startsWith(FOLDER)) {
      String name = place.substring(FOLDER.length());
      if (!NAME.matcher(name).matches()) {
        throw wrong(said, "is no folder's name", "Write folder:NAME.");
      }
      return new Pack(name, source, "", ref);
    }
    Matcher shorthand = SHORT.matcher(place);
    if (shorthand.matches()) {
      String url = registry + "/" + repository(shorthand.group(1), shorthand.group(2));
      return new Pack(last(url), source, url, ref);
    }
    return web(said, place, ref);
  }

  /** Heroku's own carry a longer name where they lie; {@code heroku-community} is theirs, too. */
  private static String repository(String owner, String name) {
    boolean heroku = owner.equals("heroku") || owner.equals("heroku-community");
    return heroku && !name.startsWith("heroku-buildpack-")
        ? "heroku/heroku-buildpack-" + name
        : owner + "/" + name;
  }

  private static Pack web(Said said, String place, String ref) {
    URI uri;
    try {
      uri = new URI(place);
    } catch (URISyntaxException e) {
      throw wrong(said, "is no address", FORMS);
    }
    if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
      throw wrong(said, "is no https address", FORMS);
    }
    if (uri.getUserInfo() != null) {
      throw wrong(
          said,
          "holds a password, which every log would show",
          "Put a private buildpack into the data folder and name it folder:NAME.");
    }
    String path = uri.getPath() == null ? "" : uri.getPath();
    if (path.toLowerCase(Locale.ROOT).matches(".*\\.(tgz|tar\\.gz|zip)")) {
      throw wrong(said, "is an archive", "Name the git repository that it is made from.");
    }
    String name = last(path);
    if (uri.getQuery() != null || !NAME.matcher(name).matches()) {
      throw wrong(said, "is no repository's address", FORMS);
    }
    return new Pack(name, said.value().strip(), place, ref);
  }

  private static String last(String path) {
    String name = path.replaceFirst("/+$", "");
    return name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.git$", "");
  }

  private static BrokenSource wrong(Said said, String problem, String remedy) {
    return new BrokenSource(
        said.origin(),
        said.line(),
        "names the buildpack '" + FirstLine.shown(said.value()) + "', which " + problem,
        remedy);
  }
}
