package paas.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paas.engine.ScriptedEngine;
import paas.model.App;
import paas.model.Deploy;
import paas.model.DeployState;
import paas.model.DeployState.Failed;
import paas.model.DeployState.Live;
import paas.ops.HouseCommands.Diagnose;
import paas.ops.HouseCommands.Diagnosis;
import paas.ops.HouseCommands.Finding;
import paas.ops.ProcessCommands.Rebuild;

/** A bare repository is damaged in one way after the other, under a server that must go on. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedRepositoryTest {
  private final ScriptedEngine engine = new ScriptedEngine();
  private Path data;
  private ScriptedHouse house;
  private App shop;
  private App other;

  @BeforeAll
  void twoAppsAreUp(@TempDir Path folder) throws Exception {
    data = folder;
    house = new ScriptedHouse(data, engine);
    house.start();
    shop = live("shop");
    other = live("other");
  }

  @AfterAll
  void close() throws IOException {
    house.close();
    engine.close();
  }

  private App live(String name) throws Exception {
    App app = house.create(name);
    assertThat(end(house.push(app, "web: one\n"))).isInstanceOf(Live.class);
    return app;
  }

  private DeployState end(Deploy deploy) throws Exception {
    return house.ended(deploy).state();
  }

  private Path repository() {
    return data.resolve("repositories/" + shop.id() + ".git");
  }

  /** What a disk or a hand may do to a repository. */
  enum Harm {
    PACK_CUT_OFF("is cut off") {
      @Override
      void to(Path repository) throws Exception {
        pack(repository);
        try (FileChannel pack =
            FileChannel.open(first(repository.resolve("objects/pack"), ".pack"), WRITE)) {
          pack.truncate(pack.size() / 2);
        }
      }
    },
    INDEX_EMPTY("is cut off") {
      @Override
      void to(Path repository) throws Exception {
        pack(repository);
        try (FileChannel index =
            FileChannel.open(first(repository.resolve("objects/pack"), ".idx"), WRITE)) {
          index.truncate(0);
        }
      }
    },
    FILE_MISSING("is missing") {
      @Override
      void to(Path repository) throws Exception {
        Files.delete(object(repository, "main:Procfile"));
      }
    },
    TREE_EMPTY("") {
      @Override
      void to(Path repository) throws Exception {
        Path tree = object(repository, "main^{tree}");
        tree.toFile().setWritable(true);
        Files.write(tree, new byte[0]);
      }
    },
    PACKED_REFS_GARBAGE("") {
      @Override
      void to(Path repository) throws Exception {
        Files.writeString(repository.resolve("packed-refs"), "\0\1 garbage\nmore of it\n");
      }
    },
    CONFIG_GARBAGE("") {
      @Override
      void to(Path repository) throws Exception {
        Files.writeString(repository.resolve("config"), "[core\nbare = \0");
      }
    },
    HEAD_MISSING("HEAD or objects is missing") {
      @Override
      void to(Path repository) throws Exception {
        Files.delete(repository.resolve("HEAD"));
      }
    },
    A_FILE("HEAD or objects is missing") {
      @Override
      void to(Path repository) throws Exception {
        remove(repository);
        Files.writeString(repository, "where a folder was");
      }
    },
    GONE("it is not there") {
      @Override
      void to(Path repository) throws Exception {
        remove(repository);
      }
    };

    private static final StandardOpenOption WRITE = StandardOpenOption.WRITE;
    private final String said;

    Harm(String said) {
      this.said = said;
    }

    abstract void to(Path repository) throws Exception;

    private static void pack(Path repository) throws Exception {
      git(repository, "repack", "-adq");
      git(repository, "prune-packed");
    }

    private static Path object(Path repository, String which) throws Exception {
      String id = git(repository, "rev-parse", which);
      return repository.resolve("objects/" + id.substring(0, 2) + "/" + id.substring(2));
    }

    private static String git(Path repository, String... words) throws Exception {
      List<String> argv =
          Stream.concat(
                  Stream.of("git", "-c", "safe.directory=*", "--git-dir", repository.toString()),
                  Stream.of(words))
              .toList();
      Process git = new ProcessBuilder(argv).start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(git.waitFor()).as("%s", argv).isZero();
      return said;
    }

    private static Path first(Path folder, String end) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        Path found = files.filter(file -> file.toString().endsWith(end)).findFirst().orElseThrow();
        found.toFile().setWritable(true);
        return found;
      }
    }

    private static void remove(Path folder) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDamagedIsNamedHarmsNobodyElseAndIsPutAsideWhenSomebodySaysSo(Harm harm)
      throws Exception {
    harm.to(repository());
    // As at a start, and as by the clocks: nothing is thrown away without a word from a person.
    house.machine.recovery().run();
    for (int i = 0; i < 20; i++) {
      house.machine.recovery().tick();
    }
    assertThat(end(house.push(other, "web: two\n"))).isInstanceOf(Live.class);
    Diagnosis seen = house.does(new Diagnose(false));
    assertThat(bad(seen))
        .as("%s", seen)
        .anySatisfy(finding -> {
          assertThat(finding.check()).isEqualTo("repositories");
          assertThat(finding.text())
              .startsWith("the repository of shop (DATA/repositories/" + shop.id() + ".git)")
              .contains(") is damaged: ", harm.said)
              .doesNotContain("\n");
          assertThat(finding.remedy()).contains("ssh paas doctor --repair", "push again");
        });
    assertThat(house.asks(shop, "/").join()).startsWith("200 ");
    Diagnosis mended = house.does(new Diagnose(true));
    assertThat(bad(mended)).as("%s", mended).isEmpty();
    assertThat(end(house.push(shop, "web: again\n"))).isInstanceOf(Live.class);
    assertThat(bad(house.does(new Diagnose(false)))).isEmpty();
  }

  private static List<Finding> bad(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(finding -> !finding.ok() && !finding.check().equals("disk"))
        .toList();
  }

  @Test
  void aDeployThatNeedsWhatIsMissingSaysSoInOneLine() throws Exception {
    Harm.FILE_MISSING.to(repository());
    assertThat(failure()).startsWith("the repository is damaged: object ").endsWith(" is missing");
    Harm.GONE.to(repository());
    assertThat(failure()).startsWith("the repository is damaged: object ").endsWith(" is missing");
    assertThat(house.asks(shop, "/").join()).startsWith("200 ");
    house.does(new Diagnose(true));
    assertThat(end(house.push(shop, "web: whole\n"))).isInstanceOf(Live.class);
  }

  private String failure() throws Exception {
    Roll rebuild = house.does(new Rebuild(shop.name()));
    return ((Failed) house.ended(shop, rebuild).state()).reason();
  }
}
