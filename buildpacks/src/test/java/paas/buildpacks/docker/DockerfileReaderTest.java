package paas.buildpacks.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FROM a\\nEXPOSE 80|80|a",
        "FROM a\\nexpose 80/tcp 53/udp|80|a",
        "FROM a\\nEXPOSE 80 443||a",
        "FROM a AS b\\nEXPOSE 1\\nFROM b\\nCOPY --from=c /x /y\\nCOPY --from=b / /|| a,c",
        "ARG V=12\\nFROM debian:${V} AS x\\nFROM x\\nENV PORT 3000\\nEXPOSE ${PORT}|3000|debian:12",
        "# syntax=docker/dockerfile:1\\nFROM --platform=linux/amd64 a|| docker/dockerfile:1,a",
        "FROM a\\nRUN <<EOF\\nEXPOSE 99\\nEOF\\nRUN b && \\\\\\n  EXPOSE 7||a",
        "FROM scratch\\nEXPOSE 99999||"
      })
  void dockerfilesAreRead(String text, Integer port, String images) {
    DockerfileReader file =
        DockerfileReader.read("Dockerfile", text.replace("\\n", "\n").replace("\\\\", "\\"));
    assertThat(file.soleExposedPort()).isEqualTo(port);
    assertThat(String.join(",", file.images())).isEqualTo(images == null ? "" : images);
  }
}
