package paas.buildpacks.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import paas.buildpacks.source.SourceTree;

/** The documented paas.yml is the schema: it has every key that is read, and is read itself. */
class AppFileTest {
  private static final Path FILE = Path.of("..", "docs", "paas.app.yml");

  @Test
  void everyKeyIsInTheDocumentedFileAndNoOther() throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    try (Reader file = Files.newBufferedReader(FILE)) {
      Map<String, Object> keys = yaml.load(file);
      assertThat(keys.keySet()).contains("apps");
      keys.remove("apps");
      assertThat(keys.keySet()).containsExactlyElementsOf(PaasYml.keys());
    }
  }

  @Test
  void itIsReadAsItStands() throws IOException {
    String text = Files.readString(FILE);
    PaasYml file = PaasYml.of(new OneFile(text), "shop-admin");
    assertThat(file.corrections().of(Correction.ROOT).map(Said::value)).hasValue("admin");
    assertThat(file.corrections().of(Correction.HEALTH).map(Said::value)).hasValue("/up");
    assertThat(file.watch()).containsExactly("admin/**", "shared/**");
    for (Correction decision : Correction.values()) {
      assertThat(file.corrections().of(decision)).as(decision.key()).isPresent();
    }
  }

  private record OneFile(String text) implements SourceTree {
    @Override
    public boolean isFile(String path) {
      return path.equals("paas.yml");
    }

    @Override
    public List<String> list(String folder) {
      return List.of("paas.yml");
    }

    @Override
    public Optional<String> read(String path) {
      return isFile(path) ? Optional.of(text) : Optional.empty();
    }
  }
}
