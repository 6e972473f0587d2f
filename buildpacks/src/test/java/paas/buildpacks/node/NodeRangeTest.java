package paas.buildpacks.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paas.buildpacks.language.Versions;

class NodeRangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">=18|22",
        ">=22|22",
        ">=24|24",
        ">=18 <21|20",
        ">=18.12.0 <22.0.0|20",
        ">20.1|22",
        "<=20|20",
        "^20.9.0|20",
        "~20.9.0|20",
        "20.x|20",
        "v20.11.1|20",
        "'18 || 20'|20",
        "18 - 20|20",
        "lts/iron|20",
        "lts/*|22",
        "*|22",
        "16|",
        ">=99|",
        "twenty|"
      })
  void nodeRangesChooseAMajor(String range, String major) {
    assertThat(NodeRange.choose(range, Versions.load().of("node")).orElse(null)).isEqualTo(major);
  }
}
