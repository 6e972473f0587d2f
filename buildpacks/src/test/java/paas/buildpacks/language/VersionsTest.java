package paas.buildpacks.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.plan.BuildPlan;
import paas.buildpacks.source.BrokenSource;
import paas.buildpacks.source.SourceTree;

class VersionsTest {
  private static final Versions VERSIONS = Versions.load();
  private static final Versions.Line SOME =
      line(List.of("7.4", "8.1", "8.2", "8.3"), "8.2", Map.of("7.4", "2022-11-28"));

  private static Versions.Line line(
      List<String> offered, String standard, Map<String, String> ends) {
    return new Versions.Line("php", "PHP", standard, offered, null, Map.of(), "7.4", ends);
  }

  private static AppSource app(Map<String, String> config) {
    SourceTree none =
        new SourceTree() {
          @Override
          public Optional<String> read(String path) {
            return Optional.empty();
          }

          @Override
          public boolean isFile(String path) {
            return false;
          }

          @Override
          public List<String> list(String folder) {
            return List.of();
          }
        };
    return new AppSource(none, Corrections.in(config), none, "");
  }

  private static Versions.Chosen choose(Versions.Line line, String text, Reading reading) {
    return line.choose(app(Map.of()), Optional.of(Wish.in("file", text)), reading);
  }

  private static void expect(
      Versions.Line line, String text, Reading reading, @Nullable String version) {
    if (version == null) {
      assertThatThrownBy(() -> choose(line, text, reading))
          .isInstanceOf(BrokenSource.class)
          .hasMessageContaining("not offered");
    } else {
      assertThat(choose(line, text, reading).version().version()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">=18|24",
        ">=22|24",
        ">=25|26",
        ">=18 <21|20",
        ">=18.12.0 <22.0.0|20",
        ">= 18.12.0, < 22|20",
        ">20.1|24",
        ">24|26",
        "<=20|20",
        "<=20.5|20",
        "<20|18",
        "^20.9.0|20",
        "~20.9.0|20",
        "20.x|20",
        "20.*|20",
        "v20.11.1|20",
        "node-v20.11.1|20",
        "'18 || 20'|20",
        "'^18.0.0 || ^20.0.0 || >=22.0.0'|24",
        "18 - 20|20",
        ">=20.0.0-rc.1 <21|20",
        "lts/iron|20",
        "LTS/Iron|20",
        "lts/*|24",
        "latest|24",
        "*|24",
        "16|",
        "<18|",
        ">=99|",
        ">=22 <20|",
        "twenty|",
        "20 twenty|",
        "20.1.2.3.4.5 6|"
      })
  void semanticVersions(String range, String version) {
    expect(VERSIONS.of("node"), range, Reading.SEMVER, version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">= 8.1|8.2",
        "~> 8.1|8.2",
        "~> 8.1.0|8.1",
        "~=8.1.4|8.1",
        "> 8.2|8.2",
        "<=8.1|7.4",
        "<=8.1.9|8.1",
        "!=8.2.*|8.3",
        "!=8.2|8.3",
        "!=8.2.4|8.2",
        "8.3.1|8.3",
        ">=7.4 and <8.3|8.2",
        "~> 7.4 or ~> 8.1.0|8.1",
        "8|8.2",
        "9|"
      })
  void rangesWhoseLastNumberMayRise(String range, String version) {
    expect(SOME, range, Reading.PESSIMISTIC, version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "^8.1|8.2",
        "~8.1|8.2",
        "~8.1.0|8.1",
        "'^7.4 || ^8.3'|8.3",
        "'^7.4|^8.3'|8.3",
        "7.4.*|7.4"
      })
  void rangesOfComposer(String range, String version) {
    expect(SOME, range, Reading.COMPOSER, version);
  }

  @Test
  void aFloorIsTheNearestThatIsNotOlderOrTheUsual() {
    expect(SOME, "8.0", Reading.AT_LEAST, "8.1");
    expect(SOME, "8.1.7", Reading.AT_LEAST, "8.1");
    expect(SOME, "5", Reading.AT_LEAST, "7.4");
    expect(SOME, "8.0", Reading.FLOOR, "8.2");
    expect(SOME, "8.3.4", Reading.FLOOR, "8.3");
    expect(SOME, "8.4", Reading.FLOOR, null);
    expect(SOME, "newest", Reading.AT_LEAST, null);
  }

  @Test
  void theNearestIsNamedWhereOneIsNotOffered() {
    assertThatThrownBy(() -> choose(VERSIONS.of("node"), "v16.20.2", Reading.SEMVER))
        .hasMessage(
            "file asks for Node.js \"v16.20.2\", which is not offered: its makers mended it until"
                + " 2023-09-11. The nearest that is offered is 18: ask for one of 18, 20, 22, 24,"
                + " 26.");
    assertThatThrownBy(() -> choose(VERSIONS.of("python"), "3.99", Reading.PESSIMISTIC))
        .hasMessageContaining("The nearest that is offered is 3.14");
  }

  @Test
  void whatPeopleSayBesideTheAppCountsBeforeItsFiles() {
    AppSource app = app(Map.of("PAAS_PHP_VERSION", "8.1"));
    for (Reading reading : Reading.values()) {
      Versions.Chosen chosen = SOME.choose(app, Optional.of(Wish.in("file", "8.3")), reading);
      assertThat(chosen.version())
          .isEqualTo(new BuildPlan.Version("php", "8.1", "PAAS_PHP_VERSION \"8.1\""));
    }
    assertThat(SOME.choose(app(Map.of()), Optional.empty(), Reading.SEMVER))
        .isEqualTo(new Versions.Chosen(new BuildPlan.Version("php", "8.2", "default"), "7.4"));
  }

  @Test
  void whatIsMendedNoMoreIsTold() {
    var old = new BuildPlan.Version("node", "20", ".nvmrc \"20\"");
    var usual = new BuildPlan.Version("node", "24", "default");
    LocalDate lastDay = LocalDate.of(2026, 4, 30);
    assertThat(VERSIONS.pastTheirEnd(List.of(old, usual), lastDay)).isEmpty();
    assertThat(VERSIONS.pastTheirEnd(List.of(old, usual), lastDay.plusDays(1)))
        .containsExactly(
            "Node.js 20 (.nvmrc \"20\") gets no security fixes since 2026-04-30: move to 24.");
  }

  @Test
  void everyUsualVersionIsOffered() {
    VERSIONS
        .tools()
        .forEach((tool, line) -> {
          assertThat(line.offered()).as(tool).contains(line.standard());
          assertThat(line.offered()).as(tool).containsAll(line.aliases().values());
        });
  }
}
