package paas.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import paas.buildpacks.plan.AddedFile;
import paas.buildpacks.plan.Build;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.plan.Buildpacks;
import paas.buildpacks.plan.LocalBuild;
import paas.buildpacks.plan.LocalRenderer;
import paas.engine.BuildFailed;
import paas.engine.BuildOutput;
import paas.engine.BuildRequest;
import paas.engine.CacheUse;
import paas.model.AppId;
import paas.model.Artifact;

/** Builds apps in the folder in which they will run, as their own users. */
final class LocalBuilds {
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

  private final Folders folders;
  private final Users users;
  private final Prefixes prefixes;
  private final Toolchain toolchain;
  private final Environments environments;
  private final CacheUsers cacheUsers;
  private final Steps steps;

  LocalBuilds(
      Folders folders,
      Users users,
      Prefixes prefixes,
      Toolchain toolchain,
      Environments environments,
      CacheUsers cacheUsers,
      Jobs jobs) {
    this.folders = folders;
    this.users = users;
    this.prefixes = prefixes;
    this.toolchain = toolchain;
    this.environments = environments;
    this.cacheUsers = cacheUsers;
    this.steps = new Steps(folders, jobs);
  }

  Artifact build(BuildRequest request, BuildOutput output)
      throws BuildFailed, InterruptedException {
    String reference = request.app() + "/d" + request.deploy();
    Path folder = folders.slug(reference);
    boolean built = false;
    try (CacheUsers.Use _ = cacheUsers.take(request.app())) {
      Slug.remove(folder);
      if (!request.cached()) {
        Commands.removeTree(folders.cache(request.app()));
      }
      LocalBuild build = render(request.plan(), folders.cache(request.app()));
      Packages.demand(build.packages(), output);
      List<Toolchain.Found> tools = new ArrayList<>();
      for (var tool : build.tools()) {
        Toolchain.Found found = toolchain.find(tool, request.app());
        tools.add(found);
        output.stepDone(
            tool.name() + " " + found.version(), Duration.ZERO, found.program().toString());
      }
      Slug slug = new Slug(folder, build.processPath(), build.processEnv());
      prepare(request, build, slug, tools);
      for (LocalBuild.LocalStep step : build.steps()) {
        runStep(request, slug, step, tools, output);
      }
      slug.write();
      built = true;
      return new Artifact.Slug(reference);
    } catch (IOException e) {
      throw new BuildFailed(
          "the build's folder could not be written: " + e.getMessage(), "look at the disk");
    } finally {
      if (!built) {
        removeQuietly(folder);
      }
    }
  }

  /** What lies in the app's cache folder. */
  CacheUse cache(AppId app) {
    Path cache = folders.cache(app);
    return Files.isDirectory(cache)
        ? CacheUse.ofDu(
            Commands.output(LONGEST_LOOK, List.of("du", "-k", "--max-depth=1", "--", cache + "/"))
                .orElse("")
                .lines()
                .filter(line -> !line.endsWith("/"))
                .toList())
        : CacheUse.NOTHING;
  }

  CacheUse clearCache(AppId app) {
    CacheUse before = cache(app);
    Commands.removeTree(folders.cache(app));
    return before;
  }

  private static LocalBuild render(BuildPlan plan, Path cache) throws BuildFailed {
    if (plan.build() instanceof Build.OwnDockerfile own) {
      throw new BuildFailed(
          own.path() + " needs Docker, and this server builds without it",
          "start the server with --engine docker, or pin a buildpack in its place");
    }
    return new LocalRenderer(cache).render(plan);
  }

  /** Nothing of the app runs yet that could move what is written here as root. */
  private void prepare(
      BuildRequest request, LocalBuild build, Slug slug, List<Toolchain.Found> tools)
      throws IOException {
    Folders.passable(folders.slugs(request.app()));
    move(request.source(), slug.folder());
    Files.setPosixFilePermissions(slug.folder(), PosixFilePermissions.fromString("rwx------"));
    for (AddedFile file : files(request, build)) {
      add(slug.folder(), file);
    }
    users.ownTree(request.app(), slug.folder());
    Folders.passable(slug.tools());
    for (Toolchain.Found found : tools) {
      Files.createSymbolicLink(slug.tools().resolve(found.tool().name()), found.program());
    }
    Path cache = folders.cache(request.app());
    folders.giveTo(request.app(), cache);
    // How long ago it was used decides whose goes first.
    Files.setLastModifiedTime(cache, FileTime.from(Instant.now()));
    makeCaches(request.app(), build);
  }

  /** Buildpacks find the config in files, which the last of their steps removes. */
  private static List<AddedFile> files(BuildRequest request, LocalBuild build) {
    List<AddedFile> files = new ArrayList<>(build.files());
    if (request.plan().build() instanceof Buildpacks) {
      files.add(new AddedFile(Buildpacks.COMMIT, request.commit() + "\n"));
      request
          .config()
          .forEach(
              (name, value) -> files.add(new AddedFile(Buildpacks.ENV_FOLDER + "/" + name, value)));
    }
    return files;
  }

  /** What a step sees of the config as variables. */
  private static Map<String, String> config(BuildRequest request) {
    return request.plan().build() instanceof Buildpacks ? Map.of() : request.config();
  }

  /** As the app's user: root touches nothing in a folder that an app may move things in. */
  private void makeCaches(AppId app, LocalBuild build) {
    List<String> argv = new ArrayList<>(prefixes.asUserOf(app));
    argv.addAll(List.of("mkdir", "-p", "--", folders.layers(app).toString()));
    build.steps().forEach(step -> argv.addAll(step.cacheFolders()));
    Commands.must(argv);
  }

  private void runStep(
      BuildRequest request,
      Slug slug,
      LocalBuild.LocalStep step,
      List<Toolchain.Found> tools,
      BuildOutput output)
      throws BuildFailed, InterruptedException, IOException {
    long began = System.nanoTime();
    output.step(step.title());
    Steps.Place place =
        new Steps.Place(
            request.app(),
            slug.folder(),
            folder ->
                environments.ofStep(request.app(), slug, folder, config(request), step.env()));
    Optional<Layer> layer = Layer.of(step, slug.folder(), tools, request.config());
    boolean restored = layer.isPresent() && steps.restore(place, layer.get(), output);
    if (!restored) {
      steps.run(place, step, output);
      if (layer.isPresent()) {
        steps.save(place, layer.get(), output);
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    output.stepDone(step.title(), took, restored ? "cached" : "");
  }

  /** A rename where it can be one. */
  private static void move(Path source, Path folder) throws IOException {
    try {
      Files.move(source, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException otherDisk) {
      Commands.copyTree(source, folder);
    }
  }

  /** Links in the tree are the app's: none is followed here. */
  private static void add(Path folder, AddedFile file) throws IOException {
    Path target = folder.resolve(file.path());
    Path parent = folder;
    for (Path part : folder.relativize(target.getParent())) {
      parent = parent.resolve(part);
      if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(parent);
      }
    }
    Files.deleteIfExists(target);
    Files.writeString(target, file.content());
  }

  private static void removeQuietly(Path folder) {
    try {
      Slug.remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
