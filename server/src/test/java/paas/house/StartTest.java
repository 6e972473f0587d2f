package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts that cannot be: each says in one line why, and what to do. */
@Tag("house")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(value = EngineKind.class, names = "PROCESS")
class StartTest {
  @RegisterExtension static final Houses HOUSES = new Houses();
  private final House house;

  StartTest(EngineKind engine) {
    house = HOUSES.of(engine);
  }

  private Said start(String data, String sshPort, String httpPort, String... more)
      throws IOException {
    List<String> argv = new ArrayList<>(List.of("--data", data, "--engine", "process"));
    argv.addAll(List.of("--ssh-port", sshPort, "--http-port", httpPort));
    argv.addAll(List.of(more));
    return house.launch(argv).ended(String.join(" ", argv)).saysNot("\tat ");
  }

  @HouseTest
  void aPortThatIsTakenIsNamed() throws Exception {
    String data = house.data().resolveSibling("other") + "";
    int http = house.httpPort();
    start(data, "0", http + "", "--listen", "127.0.0.1")
        .exits(1)
        .says(" !     port " + http + " of 127.0.0.1 is taken", "--http-port");
    int ssh = house.sshPort();
    start(data, ssh + "", "0")
        .exits(1)
        .says(" !     port " + ssh + " of 127.0.0.1 is taken", "--ssh-port");
    start(data, "0", "0", "--https-port", http + "")
        .exits(1)
        .says(" !     port " + http + " of 127.0.0.1 is taken", "--https-port PORT\n");
  }

  @HouseTest
  void aSecondServerOnTheSameFolderIsRefused() throws Exception {
    start(house.data() + "", "0", "0").exits(1).says(" !     ", house.data() + "");
    assertThat(house.desk().paas("version").ok().out()).startsWith("paas ");
  }

  @HouseTest
  void wrongOptionsAreWrongUsage() throws Exception {
    String data = house.data() + "";
    start(data, "70000", "0").exits(2).says("--ssh-port ");
    start(data, "0", "0", "--engin").exits(2).says("--engin");
    start(data, "0", "0", "--domain", "a b").exits(2).says("--domain is not a domain name");
  }
}
