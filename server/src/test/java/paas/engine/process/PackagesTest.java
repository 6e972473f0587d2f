package paas.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import org.junit.jupiter.api.Test;
import paas.engine.BuildFailed;

class PackagesTest {

  @Test
  void onlyWhatIsInstalledCountsAndWhatItStandsFor() {
    String said =
        """
        ii |bash|
        rc |removed|
        ii |libcurl4-openssl-dev|libcurl-dev, libcurl-ssl-dev (= 7.88)
        """;
    assertThat(Packages.installed(said))
        .contains("bash", "libcurl-dev", "libcurl-ssl-dev")
        .doesNotContain("removed");
  }

  @Test
  void whatIsMissingIsNamedWithTheCommandThatBringsIt() throws Exception {
    Heard heard = new Heard();
    Packages.demand(List.of(), heard);
    Packages.demand(List.of("dpkg", "coreutils"), heard);
    assertThatThrownBy(() -> Packages.demand(List.of("dpkg", "no-such-thing"), heard))
        .asInstanceOf(type(BuildFailed.class))
        .satisfies(failed -> {
          assertThat(failed.reason()).endsWith("lacks: no-such-thing");
          assertThat(failed.remedy()).contains("apt-get install no-such-thing");
        });
  }
}
