package paas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import paas.model.UserError;

class SettingsFileTest {
  private static final Path EXAMPLE = Path.of("..", "docs", "paas.example.yaml");

  @TempDir private Path folder;

  private SettingsFile read(String text) throws IOException {
    return SettingsReader.read(Files.writeString(folder.resolve("paas.yaml"), text));
  }

  @Test
  void theExampleSaysWhatTheDefaultsAre() {
    assertThat(SettingsReader.read(EXAMPLE)).isEqualTo(SettingsFile.DEFAULT);
  }

  @Test
  void theExampleHasEverySettingInTheOrderOfTheCode() throws IOException {
    Node example =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .compose(Files.newBufferedReader(EXAMPLE));
    assertThat(keysOf(example, "")).isEqualTo(keysOf(SettingsFile.class, ""));
  }

  private static List<String> keysOf(Node node, String path) {
    List<String> keys = new ArrayList<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = path + ((ScalarNode) tuple.getKeyNode()).getValue();
        keys.add(key);
        keys.addAll(keysOf(tuple.getValueNode(), key + "."));
      }
    }
    return keys;
  }

  private static List<String> keysOf(Class<?> record, String path) {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      String key = path + SettingsReader.key(component);
      keys.add(key);
      if (component.getType().isRecord()) {
        keys.addAll(keysOf(component.getType(), key + "."));
      }
    }
    return keys;
  }

  @Test
  void noFileAnEmptyFileAndAnEmptySectionLeaveTheDefaults() throws IOException {
    assertThat(SettingsReader.read(folder.resolve("none"))).isEqualTo(SettingsFile.DEFAULT);
    assertThat(read("# nothing yet\n")).isEqualTo(SettingsFile.DEFAULT);
    assertThat(read("proxy:\n  # idle: 5 s\n")).isEqualTo(SettingsFile.DEFAULT);
  }

  @Test
  void aFileThatIsThereAndCannotBeReadIsNotTakenForNone() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    assertThatThrownBy(() -> SettingsReader.read(link))
        .isInstanceOf(UserError.class)
        .hasMessage(link + " is a link to a file that is not there");
    Path inner = Files.createDirectory(folder.resolve("inner"));
    assertThatThrownBy(() -> SettingsReader.read(inner))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(inner + " cannot be read as text: Is a directory");
  }

  @Test
  void whatTheFileSaysIsTakenAndTheRestStays() throws IOException {
    SettingsFile file =
        read(
            """
            http-port: 80
            domain: apps.example.com
            engine: process
            ssh: {sntrup761: true}
            processes:
              memory: 1 GB
            push:
              file: 3KB
            proxy:
              idle: 5 min
              trusted: [10.0.0.0/8, '::1']
            """);
    assertThat(file.httpPort()).isEqualTo(80);
    assertThat(file.sshPort()).isEqualTo(2222);
    assertThat(file.domain()).isEqualTo("apps.example.com");
    assertThat(file.engine()).isEqualTo(Settings.EngineChoice.PROCESS);
    assertThat(file.ssh().sntrup761()).isTrue();
    assertThat(file.deploys().memoryBytes()).isEqualTo(1L << 30);
    assertThat(file.deploys().export().fileBytes()).isEqualTo(3 << 10);
    assertThat(file.proxy().timeouts().idle()).isEqualTo(Duration.ofMinutes(5));
    assertThat(file.proxy().timeouts().firstByte()).isEqualTo(Duration.ofSeconds(30));
    assertThat(file.proxy().trusted()).containsExactly("10.0.0.0/8", "::1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "listen: ::1~~ssh-prot: 1        | 3: there is no setting ssh-prot; did you mean ssh-port?",
        "proxy:~  frist-byte: 3 s        | 2: there is no setting proxy.frist-byte;"
            + " did you mean proxy.first-byte?",
        "ssh:~  colour: red              | 2: there is no setting ssh.colour; known here:"
            + " sntrup761, strangers, strangers-per-address, login, idle, unread",
        "http-port: eighty               | 1: http-port must be a whole number such as 2222",
        "http-port:                      | 1: http-port must be a whole number such as 2222",
        "http-port: 0777                 | 1: http-port must be a whole number such as 2222",
        "listen: 127.0.0.1~http-port: 70000 | 2: http-port is not a port (0 to 65535)",
        "http-port: 2222                 | 1: http-port is the same as ssh-port",
        "domain: a_b                     | 1: domain is not a domain name such as apps.example.com",
        "domain: 7                       | 1: domain must be text; a number or a word like true"
            + " needs quotes around it",
        "engine: podman                  | 1: engine must be one of auto, docker, process",
        "ssh:~  sntrup761: yes           | 2: ssh.sntrup761 must be true or false",
        "processes:~  memory: 512        | 2: processes.memory must be a size such as 512 MB"
            + " (B, KB, MB or GB)",
        "processes:~  memory: 1 MB       | 2: processes.memory is too little (16 MB at least)",
        "checks:~  listen: 1 fortnight   | 2: checks.listen must be a time such as 30 s"
            + " (ms, s, min or h)",
        "proxy:~  trusted: 10.0.0.1      | 2: proxy.trusted must be a list such as [10.0.0.0/8]",
        "proxy:~  idle: 1 s~  trusted:~    - 10.0.0.0/33 | 4: proxy.trusted has '10.0.0.0/33',"
            + " which is no address or block such as 10.0.0.0/8",
        "proxy: 7                        | 1: proxy must hold settings, as KEY: VALUE lines",
        "process-engine:~  last-port: 99 | 2: process-engine.last-port is not first-port to 65535",
        "ssh-port: 1~ssh-port: 2         | 2: ssh-port is there twice",
        "- listen                        | 1: the file must hold settings, as KEY: VALUE lines",
        "listen: !!java.net.URL [x]      | 1: is not YAML: Global tag is not allowed:"
            + " tag:yaml.org,2002:java.net.URL",
        "listen: 'open                   | 1: is not YAML: found unexpected end of stream",
      })
  void whatIsNotUnderstoodIsRefusedWithItsLine(String text, String said) {
    assertThatThrownBy(() -> read(text.replace('~', '\n')))
        .asInstanceOf(type(UserError.class))
        .satisfies(e -> {
          assertThat(e.what()).isEqualTo(folder.resolve("paas.yaml") + " line " + said);
          assertThat(e.exitCode()).isEqualTo(UserError.USAGE);
        });
  }

  @Test
  void anOptionWinsOverTheFile() throws IOException {
    SettingsFile file = read("http-port: 80\nssh-port: 22\nlisten: 0.0.0.0\n");
    Settings options =
        Main.parsed(new Settings(), new String[] {"--ssh-port", "0", "--domain", "A.B"});
    SettingsFile inForce = options.over(file);
    assertThat(inForce.sshPort()).isZero();
    assertThat(inForce.httpPort()).isEqualTo(80);
    assertThat(inForce.listen()).isEqualTo("0.0.0.0");
    assertThat(inForce.domain()).isEqualTo("a.b");
  }

  @Test
  void anOptionThatCannotBeIsNamedAsTheOption() {
    Settings options = Main.parsed(new Settings(), new String[] {"--ssh-port", "70000"});
    assertThatThrownBy(() -> options.over(SettingsFile.DEFAULT))
        .hasMessage("--ssh-port is not a port (0 to 65535)");
  }
}
