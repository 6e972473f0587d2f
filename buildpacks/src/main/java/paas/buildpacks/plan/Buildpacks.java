package paas.buildpacks.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A build by Heroku buildpacks of the classic kind: programs of others, which are asked for a word
 * (detect), build (compile) and name processes (release), one buildpack after the other.
 *
 * @param packs in their order
 * @param stack where they run
 */
public record Buildpacks(List<Pack> packs, Stack stack) implements Build {
  /** In the app's folder, who is there while it is built: {@code 1}, {@code 2}, ... */
  public static final String FOLDER = ".paas/buildpacks";

  /** Where the app's config lies meanwhile, a file for each variable. */
  public static final String ENV_FOLDER = ".paas/env";

  /** The full id of the commit that is built. */
  public static final String COMMIT = ".paas/commit";

  /** What the last buildpack's release said, in the app's folder. */
  public static final String RELEASE = ".paas/release.yml";

  /** Starts a process of the app: its arguments, after what .profile.d says. */
  public static final String START = ".paas/start.sh";

  static final String SCRIPT = ".paas/buildpack.sh";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  public Buildpacks {
    packs = List.copyOf(packs);
    if (packs.isEmpty()) {
      throw new IllegalArgumentException("no buildpack");
    }
  }

  /**
   * One buildpack.
   *
   * @param name for people: "heroku-buildpack-nodejs"
   * @param source as somebody wrote it
   * @param url of its git repository; empty for a folder of the server
   * @param ref branch, tag or commit; empty for what its HEAD names
   */
  public record Pack(String name, String source, String url, String ref) {
    public Pack {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("name: " + name);
      }
    }
  }

  /**
   * What the buildpacks find.
   *
   * @param name that they are told as STACK: for which machines their binaries are made
   * @param buildImage where they build, in a container
   * @param runImage where the processes run, in a container
   * @param buildPackages Debian packages of the one
   * @param runPackages Debian packages of the other
   */
  public record Stack(
      String name,
      String buildImage,
      String runImage,
      List<String> buildPackages,
      List<String> runPackages) {
    /** The glibc of Debian 12 is newer than that for which heroku-22 binaries were made. */
    public static final Stack DEFAULT =
        new Stack(
            "heroku-22",
            "debian:bookworm-slim",
            "debian:bookworm-slim",
            List.of(
                "build-essential",
                "ca-certificates",
                "curl",
                "file",
                "git",
                "jq",
                "libssl-dev",
                "pkg-config",
                "python3-minimal",
                "unzip",
                "xz-utils",
                "zlib1g-dev"),
            List.of("ca-certificates", "curl", "openssl", "xz-utils"));

    public Stack {
      buildPackages = List.copyOf(buildPackages);
      runPackages = List.copyOf(runPackages);
    }
  }

  @Override
  @JsonIgnore
  public List<String> images() {
    return List.of(stack.buildImage(), stack.runImage()).stream().distinct().toList();
  }

  /** What is added to the app's folder before the build. */
  @JsonIgnore
  public List<AddedFile> files() {
    return List.of(
        new AddedFile(SCRIPT, text("buildpack.sh")), new AddedFile(START, text("start.sh")));
  }

  /** A call of the script: its words and its title. */
  record Call(String title, List<String> words) {}

  /** All calls in their order. */
  List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < packs.size(); i++) {
      String name = packs.get(i).name();
      String number = Integer.toString(i + 1);
      calls.add(new Call(name + ": detect", List.of("detect", number)));
      calls.add(new Call(name + ": compile", List.of("compile", number)));
    }
    String last = Integer.toString(packs.size());
    calls.add(new Call(packs.getLast().name() + ": release", List.of("release", last)));
    return calls;
  }

  /** What its steps are called, in their order. */
  @JsonIgnore
  public List<String> stepTitles() {
    return calls().stream().map(Call::title).toList();
  }

  /** What its steps are called, by their commands in a container. */
  public Map<List<String>, String> titles() {
    Map<List<String>, String> titles = new HashMap<>();
    titles.put(BuildpackRenderer.inImage(List.of("take")), "copy the app");
    calls().forEach(call -> titles.put(BuildpackRenderer.inImage(call.words()), call.title()));
    return titles;
  }

  private static String text(String resource) {
    try (InputStream in = Buildpacks.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
