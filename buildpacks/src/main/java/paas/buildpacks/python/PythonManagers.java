package paas.buildpacks.python;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import paas.buildpacks.language.AppSource;
import paas.buildpacks.language.Correction;
import paas.buildpacks.language.Said;
import paas.buildpacks.language.Versions;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.FirstLine;
import paas.buildpacks.source.SourceTree;

/** What can fill a .venv; the first whose file is there does, unless people name another. */
final class PythonManagers {
  private static final Pattern NAMED =
      Pattern.compile("([a-z]+)(?:@(\\d{1,4}(?:\\.\\d{1,4}){0,2}))?");
  private final List<PythonManager> inOrder;

  private PythonManagers(List<PythonManager> inOrder) {
    this.inOrder = List.copyOf(inOrder);
  }

  static PythonManagers of(Versions versions) {
    return new PythonManagers(
        List.of(
            new Uv(versions.of("uv").standard()),
            new Poetry(versions.of("poetry").standard()),
            new Pdm(versions.of("pdm").standard()),
            new Pipenv(versions.of("pipenv").standard()),
            new PipRequirements(),
            new PipProject()));
  }

  /** A lock file says most, then a list of requirements, then what only names packages. */
  private Stream<Found> found(SourceTree tree) {
    List<Found> all =
        inOrder.stream()
            .flatMap(m -> m.evidence(tree).map(evidence -> new Found(m, evidence)).stream())
            .toList();
    return Stream.concat(
        all.stream().filter(Found::isFirm), all.stream().filter(found -> !found.isFirm()));
  }

  Optional<String> evidence(SourceTree tree) {
    return found(tree).findFirst().map(Found::evidence);
  }

  /** The packages by the manager that is chosen, with a word about those that are not. */
  PythonPackages packages(AppSource app) {
    SourceTree tree = app.tree();
    Optional<Said> said = app.corrections().of(Correction.PACKAGE_MANAGER);
    if (said.isPresent()) {
      return named(said.get(), tree);
    }
    List<Found> found = found(tree).toList();
    if (found.isEmpty()) {
      return new PipRequirements().packages(tree, Optional.empty());
    }
    Found first = found.getFirst();
    PythonPackages packages = first.manager().packages(tree, Optional.empty());
    List<String> unread =
        found.stream()
            .skip(1)
            .filter(Found::isFirm)
            .map(other ->
                "%s is not read: packages are installed by %s (%s)."
                    .formatted(other.evidence(), first.manager().name(), first.evidence()))
            .toList();
    return packages.telling(Stream.concat(packages.notices().stream(), unread.stream()).toList());
  }

  private PythonPackages named(Said said, SourceTree tree) {
    Matcher matcher = NAMED.matcher(said.value());
    String name = matcher.matches() ? matcher.group(1) : "";
    List<PythonManager> called = inOrder.stream().filter(m -> m.name().equals(name)).toList();
    if (called.isEmpty()) {
      throw new BrokenSource(
          said.origin(),
          said.line(),
          "names the package manager \"" + FirstLine.shown(said.value()) + "\"",
          "Python apps have pip, uv, poetry, pdm or pipenv, such as \"poetry@2\".");
    }
    String version = matcher.group(2);
    // pip comes with Python.
    Optional<String> tool =
        Optional.ofNullable(version)
            .filter(v -> !name.equals("pip"))
            .map(v -> name + "==" + v + (v.split("\\.").length < 3 ? ".*" : ""));
    return called.stream()
        .filter(manager -> manager.evidence(tree).isPresent())
        .findFirst()
        .map(manager -> manager.packages(tree, tool))
        .orElseThrow(() -> missing(said, name));
  }

  private static BrokenSource missing(Said said, String name) {
    String remedy =
        switch (name) {
          case "uv" -> "Run \"uv lock\" and commit uv.lock.";
          case "poetry" -> "Run \"poetry lock\" and commit pyproject.toml and poetry.lock.";
          case "pdm" -> "Run \"pdm lock\" and commit pdm.lock.";
          case "pipenv" -> "Run \"pipenv lock\" and commit Pipfile and Pipfile.lock.";
          default -> "Add a requirements.txt.";
        };
    return new BrokenSource(
        said.origin(),
        said.line(),
        "names the package manager " + name + ", of which there is no file",
        remedy);
  }

  private record Found(PythonManager manager, String evidence) {
    boolean isFirm() {
      return manager.isLock(evidence) || evidence.equals(PipRequirements.FILE);
    }
  }
}
