package paas.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import paas.engine.Built;
import paas.engine.Engine;
import paas.engine.InstanceState;
import paas.engine.Running;
import paas.hooks.Repositories;
import paas.hooks.RepositoryBranch;
import paas.model.App;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Deploy;
import paas.model.InstanceName;
import paas.model.Release;
import paas.route.AppRules;
import paas.route.Router;
import paas.store.InstanceRow;
import paas.store.Store;

/**
 * Gathers facts beside deploys and pushes that go on. What might have been left is looked at first
 * and who might own it last: so what is found without an owner has none.
 */
public final class Survey {
  private static final Pattern EXPORT = Pattern.compile("a([0-9]+)-d([0-9]+)");

  /** A lock that is younger may be a push's that has just begun. */
  private static final Duration STALE = Duration.ofMinutes(1);

  private final Store store;
  private final Engine engine;
  private final Router router;
  private final Repositories repositories;
  private final DeployQueue queue;
  private final Arrivals arrivals;
  private final Path buildFolder;

  /** Builds whose release was found once: releases are never taken away. */
  private final Set<DeployId> released = ConcurrentHashMap.newKeySet();

  Survey(
      Store store,
      Engine engine,
      Router router,
      Repositories repositories,
      DeployQueue queue,
      Arrivals arrivals,
      Path buildFolder) {
    this.store = store;
    this.engine = engine;
    this.router = router;
    this.repositories = repositories;
    this.queue = queue;
    this.arrivals = arrivals;
    this.buildFolder = buildFolder;
  }

  public Facts.Processes processes() {
    Map<InstanceName, InstanceState> present = new HashMap<>();
    // One-off processes have a watch of their own.
    engine.recover().stream()
        .filter(state -> !state.name().process().isOneOff())
        .forEach(state -> present.put(state.name(), state));
    Map<InstanceName, String> routes = router.routes();
    Set<AppId> apps = new HashSet<>();
    present.keySet().forEach(name -> apps.add(name.app()));
    routes.keySet().forEach(name -> apps.add(name.app()));
    Set<AppId> busy = apps.stream().filter(queue::busy).collect(Collectors.toSet());
    List<InstanceRow> wanted = store.instances().all();
    wanted.stream().map(row -> row.name().app()).filter(queue::busy).forEach(busy::add);
    Set<InstanceName> standing = new HashSet<>();
    store.instances().kept().values().forEach(kept -> standing.addAll(kept.names()));
    standing.stream().map(InstanceName::app).filter(queue::busy).forEach(busy::add);
    for (InstanceRow row : wanted) {
      present.computeIfPresent(row.name(), (_, state) -> asDialled(row, state));
    }
    return new Facts.Processes(wanted, standing, present, routes, busy, asleep());
  }

  private Set<AppId> asleep() {
    return store.proxyRules().all().entrySet().stream()
        .filter(app -> new AppRules(app.getValue()).asleep())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** A port other than the one it was told may be where it listens, as its check found out. */
  private InstanceState asDialled(InstanceRow row, InstanceState state) {
    return state instanceof Running running
            && running.port() != row.port()
            && engine.listeners(row.name()).stream().anyMatch(l -> l.port() == row.port())
        ? running.listeningOn(row.port())
        : state;
  }

  /** Read again after the queue was asked: one that has just ended is nobody's, and well. */
  public Facts.Deploys deploys() {
    List<Deploy> unfinished = new ArrayList<>();
    Set<DeployId> owned = new HashSet<>();
    for (Deploy deploy : store.deploys().unfinished()) {
      if (queue.owns(DeployId.of(deploy))) {
        owned.add(DeployId.of(deploy));
      }
      store
          .deploys()
          .find(deploy.app(), deploy.number())
          .filter(now -> !now.state().ended())
          .ifPresent(unfinished::add);
    }
    return new Facts.Deploys(unfinished, owned);
  }

  public Facts.Exports exports() {
    Map<DeployId, Path> folders = new HashMap<>();
    try (Stream<Path> files = Files.list(buildFolder)) {
      for (Path file : files.toList()) {
        Matcher name = EXPORT.matcher(file.getFileName().toString());
        if (name.matches()) {
          AppId app = new AppId(Long.parseLong(name.group(1)));
          folders.put(new DeployId(app, Integer.parseInt(name.group(2))), file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Facts.Exports(folders, owned(folders.keySet()));
  }

  private Set<DeployId> owned(Set<DeployId> deploys) {
    return deploys.stream().filter(queue::owns).collect(Collectors.toSet());
  }

  /** Of known apps: what is left of others is not for a clock to remove. */
  public Facts.Builds builds() {
    List<Built> all = engine.built();
    List<App> apps = store.apps().list();
    Set<AppId> known = apps.stream().map(App::id).collect(Collectors.toSet());
    List<Built> built = all.stream().filter(found -> known.contains(found.app())).toList();
    Set<DeployId> deploys =
        built.stream()
            .map(found -> new DeployId(found.app(), found.deploy()))
            .collect(Collectors.toSet());
    Set<DeployId> owned = owned(deploys);
    released.retainAll(deploys);
    deploys.stream()
        .filter(deploy -> !released.contains(deploy))
        .filter(id -> store.releases().ofDeploy(id.app(), id.number()).isPresent())
        .forEach(released::add);
    return new Facts.Builds(built, Set.copyOf(released), live(apps), owned);
  }

  private Map<AppName, Release> live(List<App> apps) {
    Map<AppName, Release> live = new HashMap<>();
    for (App app : apps) {
      Integer version = app.liveRelease();
      if (version != null && !queue.busy(app.id())) {
        store
            .releases()
            .find(app.id(), version)
            .ifPresent(release -> live.put(app.name(), release));
      }
    }
    return live;
  }

  /** The trouble of one repository does not keep the others from being looked at. */
  public Facts.Branches branches() throws IOException {
    List<Facts.Damaged> damaged = new ArrayList<>();
    List<Facts.Branch> branches = new ArrayList<>();
    Set<String> there = Set.copyOf(repositories.ids());
    for (App app : store.apps().list()) {
      if (there.contains(app.id().toString())) {
        try {
          branches.addAll(branches(app));
        } catch (IOException | RuntimeException e) {
          String why = repositories.damage(app.id().toString()).orElse(e.toString());
          damaged.add(new Facts.Damaged(app.id(), app.name(), why));
        }
      }
    }
    return new Facts.Branches(branches, damaged);
  }

  private List<Facts.Branch> branches(App app) throws IOException {
    List<Facts.Branch> branches = new ArrayList<>();
    try (Repository repository = repositories.open(app.id().toString())) {
      @Nullable String deployed = app.deployBranch();
      // Before the first deploy was written down, no branch may stand anywhere.
      List<String> names =
          deployed == null ? RepositoryBranch.names(repository) : List.of(deployed);
      for (String name : names) {
        branch(app.id(), repository, name).ifPresent(branches::add);
      }
    }
    return branches;
  }

  private Optional<Facts.Branch> branch(AppId app, Repository repository, String name)
      throws IOException {
    RepositoryBranch branch = new RepositoryBranch(repository, name);
    String stands = branch.commit();
    if (arrivals.receiving(app) || queue.busy(app)) {
      return Optional.empty();
    }
    String live = store.deploys().lastLiveCommit(app).orElse(null);
    boolean there = live != null && branch.has(live);
    return Optional.of(new Facts.Branch(app, name, stands, there ? live : null));
  }

  public Facts.Repositories repositories() throws IOException {
    List<Path> leftovers = new ArrayList<>();
    List<AppId> orphans = new ArrayList<>();
    for (String id : repositories.ids()) {
      List<Path> old = repositories.leftovers(id, STALE);
      Optional<AppId> app = appId(id);
      if (app.isPresent() && !arrivals.receiving(app.get()) && !queue.busy(app.get())) {
        leftovers.addAll(old);
        if (store.apps().find(app.get()).isEmpty()) {
          orphans.add(app.get());
        }
      }
    }
    return new Facts.Repositories(leftovers, orphans, damaged());
  }

  /** One that is missing was there if something was ever deployed from it. */
  private List<Facts.Damaged> damaged() throws IOException {
    List<Facts.Damaged> damaged = new ArrayList<>();
    Set<String> there = Set.copyOf(repositories.ids());
    for (App app : store.apps().list()) {
      String id = app.id().toString();
      boolean expected = there.contains(id) || store.deploys().lastLiveCommit(app.id()).isPresent();
      if (expected && !arrivals.receiving(app.id()) && !queue.busy(app.id())) {
        repositories
            .damage(id)
            .ifPresent(why -> damaged.add(new Facts.Damaged(app.id(), app.name(), why)));
      }
    }
    return damaged;
  }

  private static Optional<AppId> appId(String repository) {
    return repository.matches("a[1-9][0-9]{0,17}")
        ? Optional.of(new AppId(Long.parseLong(repository.substring(1))))
        : Optional.empty();
  }
}
