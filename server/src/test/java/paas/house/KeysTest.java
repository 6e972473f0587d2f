package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may come in. The engine has no part in it. */
@Tag("house")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(value = EngineKind.class, names = "PROCESS")
class KeysTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;
  private final Desk desk;

  KeysTest(EngineKind engine) {
    house = HOUSES.of(engine);
    desk = house.desk();
  }

  private Path newKey(String name) {
    Path key = desk.home().resolve(name);
    Shell.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key + "").ok();
    return key;
  }

  /** By its address: the config of the name would offer the first key, too. */
  private String[] with(Path key, String... words) {
    List<String> argv =
        new ArrayList<>(List.of("ssh", "-F", "/dev/null", "-p", house.sshPort() + ""));
    argv.addAll(List.of("-o", "UserKnownHostsFile=" + house.data().resolve("known_hosts")));
    argv.addAll(List.of("-o", "IdentitiesOnly=yes", "-i", key + "", "paas@127.0.0.1"));
    argv.addAll(List.of(words));
    return argv.toArray(String[]::new);
  }

  @HouseTest
  void aKeyThatIsRemovedEndsItsSessions() throws Exception {
    Apps.node(desk, "guarded").commit("First").push().ok();
    Path key = newKey("laptop");
    desk.in(desk.home(), with(key, "version")).exits(255);
    desk.paasWith(Files.readString(Path.of(key + ".pub")), "keys:add", "laptop").ok();
    desk.paas("keys").ok().says("laptop", "ada@desk", "SHA256:");
    desk.paasWith("ssh-rsa nonsense", "keys:add", "broken").exits(2);

    Process session = desk.beginIn(desk.home(), with(key, "logs", "guarded", "-t", "-n", "1"));
    assertThat(session.inputReader().readLine()).isNotNull();
    desk.paas("keys:remove", "laptop").ok();
    assertThat(session.onExit()).succeedsWithin(House.SOON);
    assertThat(session.exitValue()).isEqualTo(255);
    desk.in(desk.home(), with(key, "version")).exits(255).says("Permission denied (publickey)");
    desk.paas("keys:remove", "laptop").exits(1);
    Said events = desk.paas("events").ok();
    assertThat(events.out().toLowerCase(Locale.ROOT)).contains("key.added", "key.removed");
  }

  @HouseTest
  void theLastKeyStays() {
    desk.paas("keys:remove", "ada@desk", "--force").exits(1).says("last");
    desk.paas("version").ok();
  }

  @HouseTest
  void aRegistrysLoginIsKeptAndItsPasswordNeverShown() {
    desk.paas("registry:list").ok().says("No registry has a login");
    Said added = desk.paasWith("hush-hush\n", "registry:login", "R.example.com", "ada").ok();
    Said listed = desk.paas("registry", "--format", "json").ok().says("r.example.com", "ada");
    Said events = desk.paas("events").ok().says("registry.login");
    for (Said said : List.of(added, listed, events)) {
      assertThat(said.out() + said.err()).doesNotContain("hush-hush");
    }
    desk.paasWith("", "registry:login", "r.example.com", "ada").exits(2).says("no password");
    desk.paasWith("x", "registry:login", "a/b", "ada").exits(2).says("not a registry");
    desk.paas("registry:logout", "r.example.com").ok();
    desk.paas("registry:logout", "r.example.com").exits(1).says("nobody is logged in");
  }
}
