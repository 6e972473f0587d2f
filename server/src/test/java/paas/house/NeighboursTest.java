package paas.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two servers with a data folder each on one machine and one engine, with apps of the same names.
 */
@Tag("house")
@Timeout(240)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class NeighboursTest {
  private final EngineKind engine;

  NeighboursTest(EngineKind engine) {
    this.engine = engine;
  }

  @Test
  void twoServersOnOneEngineNeverTouchEachOther() throws Exception {
    try (House left = House.open(engine)) {
      try (House right = House.open(engine)) {
        pushAtOnce(left, right, "shop");
        pushAtOnce(left, right, "other");
        assertThat(takenBy(left)).doesNotContainAnyElementsOf(takenBy(right));
        List<String> before = identities(left);
        assertThat(before).doesNotContainAnyElementsOf(identities(right));

        try (Traffic _ = Traffic.on(left, "shop");
            Traffic _ = Traffic.on(left, "other")) {
          right.desk().paas("apps:destroy", "shop", "--force").ok();
          aCopyOfTheFolderIsRefused(left, right);
          right.down("--purge").ok();
          assertThat(right.instances()).isEmpty();
          assertThat(right.leftovers()).isEmpty();
        }
        assertThat(identities(left)).isEqualTo(before);
        left.desk().paas("doctor").ok();
      }
    }
  }

  private static void pushAtOnce(House left, House right, String app) throws IOException {
    Project one = Apps.node(left.desk(), app).commit("First");
    Project two = Apps.node(right.desk(), app).commit("First");
    Process first = one.beginPush();
    Process second = two.beginPush();
    Shell.end(first, "", "git push left").ok();
    Shell.end(second, "", "git push right").ok();
  }

  /** Who answers: the same process has the same number and start, in its own house. */
  private static List<String> identities(House house) throws IOException {
    List<String> found = new ArrayList<>();
    for (String app : List.of("shop", "other")) {
      Web.Answer answer = house.web(app).get("/");
      assertThat(answer.field("app")).isEqualTo(app);
      found.add(app + " " + answer.field("pid") + " " + answer.field("start"));
    }
    return found;
  }

  /** Ports and users of processes, or networks of containers. */
  private Set<String> takenBy(House house) throws IOException {
    Set<String> taken = new TreeSet<>();
    if (engine == EngineKind.DOCKER) {
      for (String network : house.leftovers()) {
        Said subnet =
            Shell.run(
                "docker",
                "network",
                "inspect",
                "-f",
                "{{range .IPAM.Config}}{{.Subnet}}{{end}}",
                network);
        if (subnet.exit() == 0) {
          taken.add(subnet.out().strip());
        }
      }
    } else {
      for (Path about : abouts(house)) {
        taken.add("port " + Files.readString(about).split(" ", -1)[1]);
        Path log = about.resolveSibling("log");
        int uid = (int) Files.getAttribute(log, "unix:uid");
        if (Shell.run("id", "-u").out().strip().equals("0")) {
          taken.add("user " + uid);
        }
      }
    }
    assertThat(taken).hasSizeGreaterThanOrEqualTo(2);
    return taken;
  }

  private static List<Path> abouts(House house) throws IOException {
    try (Stream<Path> all = Files.walk(house.data().resolve("run"), 2)) {
      return all.filter(file -> file.endsWith("about")).toList();
    }
  }

  private static void aCopyOfTheFolderIsRefused(House original, House scratch) throws IOException {
    Path copy = scratch.data().resolveSibling("copy");
    Shell.run("cp", "-a", original.data().toString(), copy.toString()).ok();
    String words = copy + " is a copy of " + original.data() + ", which is still there";
    List<String> serve = List.of("--data", copy + "", "--ssh-port", "0", "--http-port", "0");
    scratch.launch(serve).ended("serve a copy").exits(1).says(words, "--data DIR");
    scratch.launch(List.of("down", "--data", copy + "")).ended("down").exits(1).says(words);
  }
}
