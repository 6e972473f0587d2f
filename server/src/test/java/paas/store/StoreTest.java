package paas.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppId;
import paas.model.AppName;
import paas.model.Artifact;
import paas.model.Deploy;
import paas.model.Formation;
import paas.model.ProcessName;
import paas.model.ProcessType;
import paas.model.Release;
import paas.model.UserError;

class StoreTest {
  private static final Actor ANN = new Actor("ann");
  private static final AppName SHOP = new AppName("shop");

  @TempDir Path dir;
  Store store;

  @BeforeEach
  void open() {
    store = Store.open(dir);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anAppIsMadeFoundAndStillThereAfterARestart() {
    App made = store.apps().create(SHOP, ANN);
    store.close();
    store = Store.open(dir);

    assertThat(store.apps().find(SHOP)).contains(made);
    assertThat(store.apps().find(made.id())).contains(made);
    assertThat(made.formation()).isEqualTo(Formation.EMPTY);
    assertThat(made.liveRelease()).isNull();
    assertThat(store.apps().find(new AppName("other"))).isEmpty();
  }

  @Test
  void aTakenNameIsRefusedAndNothingIsWritten() {
    store.apps().create(SHOP, ANN);
    App blog = store.apps().create(new AppName("blog"), ANN);
    int events = store.events().list(null, 100).size();

    assertThatThrownBy(() -> store.apps().create(SHOP, ANN))
        .isInstanceOf(UserError.class)
        .hasMessage("the name 'shop' is taken");
    assertThatThrownBy(() -> store.apps().rename(blog.id(), SHOP, ANN))
        .isInstanceOf(UserError.class)
        .hasMessage("the name 'shop' is taken");
    assertThat(store.events().list(null, 100)).hasSize(events);
    assertThat(store.apps().list()).extracting(App::name).containsExactly(blog.name(), SHOP);
  }

  @Test
  void whatIsSetOnAnAppIsReadBack() {
    AppId id = store.apps().create(SHOP, ANN).id();
    Formation two = new Formation(Map.of(ProcessType.WEB, 2, new ProcessType("worker"), 1));
    store.apps().rename(id, new AppName("store"), ANN);
    store.apps().adoptBranch(id, "main");
    store.apps().lock(id, "ann: holidays", ANN);
    store.apps().formation(id, two);
    store.apps().stopped(id, true, ANN);

    App app = store.apps().find(id).orElseThrow();
    assertThat(app.name()).isEqualTo(new AppName("store"));
    assertThat(app.deployBranch()).isEqualTo("main");
    assertThat(app.lock()).isEqualTo("ann: holidays");
    assertThat(app.formation()).isEqualTo(two);
    assertThat(app.stopped()).isTrue();
    store.apps().lock(id, null, ANN);
    assertThat(store.apps().find(id).orElseThrow().lock()).isNull();
    assertThat(store.events().list(id, 10))
        .extracting(Event::kind)
        .containsExactly("app.unlocked", "ps.stopped", "app.locked", "app.renamed", "app.created");
  }

  @Test
  void destroyTakesEverythingButTheEventsAndTheIdIsNotUsedAgain() {
    AppId id = store.apps().create(SHOP, ANN).id();
    store.configs().change(id, Map.of("A", "1"), Set.of(), ANN);
    store.domains().add(id, "shop.example", ANN);
    store.releases().add(Rows.release(id, 1));
    store.deploys().enqueue(Rows.push(id, "c1"));
    store.instances().replace(id, List.of(Rows.instance(id, 1, 1)));

    store.apps().destroy(id, ANN);
    store.close();
    store = Store.open(dir);

    assertThat(store.apps().list()).isEmpty();
    assertThat(store.configs().current(id)).isEmpty();
    assertThat(store.domains().all()).isEmpty();
    assertThat(store.releases().list(id, 10)).isEmpty();
    assertThat(store.deploys().list(id, 10)).isEmpty();
    assertThat(store.instances().all()).isEmpty();
    assertThat(store.events().list(id, 1).getFirst().text()).isEqualTo("destroyed shop");
    assertThat(store.events().list(id, 1).getFirst().appName()).isEqualTo("shop");
    assertThat(store.apps().create(SHOP, ANN).id().value()).isGreaterThan(id.value());
    assertThatThrownBy(() -> store.apps().destroy(id, ANN))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(UserError.NO_SUCH_APP));
  }

  @Test
  void configVersionsStayAsTheyWereAndEventsNameKeysOnly() {
    AppId id = store.apps().create(SHOP, ANN).id();
    Map<String, String> first = Map.of("A", "x \"quoted\" \\ ü\n2", "B", "");
    assertThat(store.configs().change(id, first, Set.of(), ANN)).isEqualTo(1);
    assertThat(store.configs().change(id, Map.of("A", "sesame"), Set.of("B", "gone"), ANN))
        .isEqualTo(2);
    assertThat(store.configs().change(id, Map.of("A", "sesame"), Set.of("gone"), ANN))
        .as("nothing changed")
        .isEqualTo(2);

    assertThat(store.configs().at(id, 0)).isEmpty();
    assertThat(store.configs().at(id, 1)).isEqualTo(first);
    assertThat(store.configs().current(id)).isEqualTo(Map.of("A", "sesame"));
    assertThat(store.apps().find(id).orElseThrow().configVersion()).isEqualTo(2);
    assertThatThrownBy(() -> store.configs().at(id, 3)).isInstanceOf(NoSuchElementException.class);
    assertThat(store.events().list(id, 2))
        .extracting(Event::text)
        .containsExactly("config version 2: set A; unset B", "config version 1: set A, B");
  }

  @Test
  void aReleaseIsWrittenOncePerDeployAndNumberedPerApp() {
    AppId shop = store.apps().create(SHOP, ANN).id();
    AppId blog = store.apps().create(new AppName("blog"), ANN).id();
    Release one = store.releases().add(Rows.release(shop, 1));
    Release two =
        store
            .releases()
            .add(
                new NewRelease(
                    shop,
                    4,
                    new Artifact.Slug("s4"),
                    Map.of(),
                    0,
                    Formation.EMPTY,
                    null,
                    "none",
                    null,
                    null,
                    "d",
                    "ann",
                    null));

    assertThat(store.releases().add(Rows.release(shop, 1))).isEqualTo(one);
    assertThat(store.releases().add(Rows.release(blog, 1)).version()).isEqualTo(1);
    assertThat(store.releases().list(shop, 10)).containsExactly(two, one);
    assertThat(store.releases().list(shop, 1)).containsExactly(two);
    assertThat(store.releases().ofDeploy(shop, 4)).contains(two);
    assertThat(store.releases().find(shop, 1)).contains(one);
    assertThat(store.releases().find(shop, 3)).isEmpty();
    assertThat(one.commands()).containsEntry(ProcessType.WEB, "node \"server.js\"");
  }

  @Test
  void instancesAreReplacedWholeAndListedWebFirst() {
    AppId shop = store.apps().create(SHOP, ANN).id();
    AppId blog = store.apps().create(new AppName("blog"), ANN).id();
    InstanceRow ten = Rows.instance(shop, 1, 10);
    InstanceRow two = Rows.instance(shop, 1, 2);
    InstanceRow other = Rows.instance(blog, 1, 1);
    store.instances().replace(blog, List.of(other));
    store.instances().replace(shop, List.of(ten, two));
    assertThat(store.instances().of(shop)).containsExactly(two, ten);
    assertThat(store.instances().all()).containsExactly(two, ten, other);

    store.instances().replace(shop, List.of(ten));
    assertThat(store.instances().of(shop)).containsExactly(ten);
    assertThatThrownBy(() -> store.instances().replace(shop, List.of(other)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.instances().of(shop)).as("undone").containsExactly(ten);
  }

  @Test
  void aDomainHasOneOwner() {
    AppId shop = store.apps().create(SHOP, ANN).id();
    AppId blog = store.apps().create(new AppName("blog"), ANN).id();
    store.domains().add(shop, "b.example", ANN);
    store.domains().add(shop, "a.example", ANN);
    store.domains().add(shop, "a.example", ANN);

    assertThatThrownBy(() -> store.domains().add(blog, "a.example", ANN))
        .isInstanceOf(UserError.class)
        .hasMessage("the domain a.example belongs to the app shop");
    assertThatThrownBy(() -> store.domains().remove(blog, "a.example", ANN))
        .isInstanceOf(UserError.class);
    assertThat(store.domains().of(shop)).containsExactly("a.example", "b.example");
    store.domains().remove(shop, "a.example", ANN);
    assertThat(store.domains().all()).isEqualTo(Map.of("b.example", shop));
  }

  @Test
  void keysAreFoundByFingerprintAndRemovedByEither() {
    Instant at = Instant.parse("2026-01-02T03:04:05.678901Z");
    SshKey laptop = new SshKey("SHA256:aaa", "laptop", "ssh-ed25519 AAAA", at);
    SshKey tower = new SshKey("SHA256:bbb", "tower", "ssh-ed25519 BBBB", at);
    store.keys().add(laptop, ANN);
    store.keys().add(tower, ANN);

    assertThat(store.keys().byFingerprint("SHA256:bbb")).contains(tower);
    assertThatThrownBy(() -> store.keys().add(laptop, ANN))
        .hasMessage("this key is known already, as 'laptop'");
    assertThatThrownBy(() -> store.keys().add(new SshKey("SHA256:c", "tower", "t CC", at), ANN))
        .hasMessage("another key is named 'tower'");
    assertThat(store.keys().remove("laptop", ANN)).isTrue();
    assertThat(store.keys().remove("SHA256:bbb", ANN)).isTrue();
    assertThat(store.keys().remove("tower", ANN)).isFalse();
    assertThat(store.keys().list()).isEmpty();
  }

  @Test
  void eventsAreBounded() {
    store.close();
    try (Database database = Database.open(dir)) {
      database.write(tx ->
          tx.execute(
              "insert into event (happened_at, actor, kind, text)"
                  + " select now(), 'ann', 'test.event', 'number ' || \"X\""
                  + " from system_range(1, "
                  + Events.KEPT
                  + ")"));
    }
    store = Store.open(dir);
    store.events().add(null, ANN, "test.event", "one more");
    store.events().add(null, ANN, "test.event", "and one more");

    List<Event> all = store.events().list(null, Integer.MAX_VALUE);
    assertThat(all).hasSize(Events.KEPT);
    assertThat(all.getFirst().text()).isEqualTo("and one more");
    assertThat(all.getLast().text()).isEqualTo("number 3");
  }

  @Test
  void settingsAreKept() {
    assertThat(store.settings().get("x")).isEmpty();
    store.settings().put("x", "1");
    store.settings().put("x", "2");
    assertThat(store.settings().get("x")).contains("2");
  }

  @Test
  void theFileIsForItsOwnerOnly() throws Exception {
    store.close();
    store = Store.open(dir);
    try (var files = Files.list(dir)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void anInterruptedThreadCanWriteAndHarmsNobody() {
    Thread.currentThread().interrupt();
    AppId id = store.apps().create(SHOP, ANN).id();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.apps().find(id)).isPresent();
    assertThat(store.configs().change(id, Map.of("A", "1"), Set.of(), ANN)).isEqualTo(1);
  }

  @Test
  void whatADeployIsAboutIsReadBack() {
    AppId id = store.apps().create(SHOP, ANN).id();
    Set<ProcessName> only = Set.of(ProcessName.parse("web.2"), ProcessName.parse("web.1"));
    Deploy queued =
        store
            .deploys()
            .enqueue(new NewDeploy(id, Deploy.Cause.RESTART, null, 7, only, Map.of(), "ann"));
    assertThat(store.deploys().find(id, 1)).contains(queued);
    assertThat(queued.only()).isEqualTo(only);
    assertThat(queued.source()).isEqualTo(7);
  }

  @Test
  void aRegistrysPasswordIsKeptAndStandsInNoFile() throws Exception {
    String secret = "correct-horse-battery";
    store.registries().put("r.example.com", new Registries.Login("ada", secret), ANN);
    store.registries().put("r.example.com", new Registries.Login("bob", secret), ANN);
    store.close();
    store = Store.open(dir);
    assertThat(store.registries().of("r.example.com"))
        .contains(new Registries.Login("bob", secret));
    assertThat(store.registries().list()).extracting(RegistryRow::user).containsExactly("bob");
    store.checkpoint();
    try (var files = Files.list(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
      }
    }
    assertThat(Files.getPosixFilePermissions(dir.resolve("seal.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    Files.write(dir.resolve("seal.key"), new byte[32]);
    assertThatThrownBy(() -> store.registries().of("r.example.com"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("seal.key is not the key");
    assertThat(store.registries().remove("r.example.com", ANN)).isTrue();
    assertThat(store.registries().of("r.example.com")).isEmpty();
  }
}
