package paas.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
  @TempDir Path folder;

  private static final AppRoute SHOP =
      new AppRoute(
          "shop",
          "v3",
          Set.of("shop.test", "www.shop.test"),
          AppRoute.Mode.SERVING,
          List.of(new Target("a1-d3-web.1", "127.0.0.1", 5000, "web.1")),
          new Timeouts(
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(3),
              Duration.ofSeconds(4)));
  private static final AppRoute OFF =
      new AppRoute(
          "off", "v1", Set.of("off.test"), AppRoute.Mode.STOPPED, List.of(), Timeouts.DEFAULT);

  @Test
  void whatIsSavedIsLoaded() throws IOException {
    TableFile file = new TableFile(folder.resolve("deep/routes.json"));
    assertThat(file.load()).isEqualTo(RouteTable.EMPTY);
    Rules rules =
        new Rules(
            "shop.test",
            List.of("10.0.0.0/8"),
            List.of(Login.of("ann", "salt", "secret")),
            4096,
            new Rules.Tls(8443, Set.of("r.test"), true, 60));
    AppRoute ruled =
        new AppRoute(
            "ruled",
            "v1",
            Set.of("r.test"),
            AppRoute.Mode.PAUSED,
            List.of(),
            Timeouts.DEFAULT,
            rules);
    RouteTable table = new RouteTable(7, List.of(SHOP, OFF, ruled));
    file.save(table);
    assertThat(file.load()).isEqualTo(table);
  }

  @Test
  void aTableFromBeforeThereWereRulesIsRead() throws IOException {
    Path path = folder.resolve("routes.json");
    TableFile file = new TableFile(path);
    file.save(new RouteTable(7, List.of(SHOP)));
    String old = Files.readString(path).replaceAll(",\"holdMillis\":4000,\"rules\":\\{[^}]*}", "");
    assertThat(old).doesNotContain("rules").contains("5000");
    Files.writeString(path, old);
    Timeouts times = SHOP.timeouts();
    Timeouts usual =
        new Timeouts(times.connect(), times.firstByte(), times.idle(), Timeouts.DEFAULT.hold());
    AppRoute read =
        new AppRoute(SHOP.app(), SHOP.release(), SHOP.hosts(), SHOP.mode(), SHOP.targets(), usual);
    assertThat(file.load()).isEqualTo(new RouteTable(7, List.of(read)));
  }

  @Test
  void aTableThatCannotBeSavedIsNotPublished() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Path state = folder.resolve("routes.json");
    try (ProxyServer proxy = ProxyServer.start(ProxySettings.of(any, state), RouterLog.NONE)) {
      proxy.publish(new RouteTable(1, List.of(OFF)));
      Files.createDirectory(folder.resolve("routes.json.new"));
      assertThatThrownBy(() -> proxy.publish(new RouteTable(2, List.of(SHOP))))
          .hasMessageContaining("could not be saved");
      assertThat(proxy.table().revision()).isEqualTo(1);
    }
    assertThat(file).isEmptyFile();
    try (ProxyServer again = ProxyServer.start(ProxySettings.of(any, state), RouterLog.NONE)) {
      assertThat(again.table()).isEqualTo(new RouteTable(1, List.of(OFF)));
    }
  }

  @Test
  void unusableFilesAreRefusedAndSetAside() throws IOException {
    Path path = folder.resolve("routes.json");
    TableFile file = new TableFile(path);
    file.save(new RouteTable(7, List.of(SHOP)));
    String good = Files.readString(path);
    List<String> bad =
        List.of(
            "",
            good.substring(0, good.length() / 2),
            good + "{}",
            good.replace("\"format\":1", "\"format\":2"),
            good.replace("5000", "0"),
            good.replace("\"SERVING\"", "\"DANCING\""),
            good.replace("\"revision\":7", "\"revision\":null"),
            "{\"format\":1,\"revision\":3}",
            "{\"format\":1,\"revision\":3,\"apps\":null}");
    for (int i = 0; i < bad.size(); i++) {
      Files.writeString(path, bad.get(i));
      assertThatThrownBy(file::loadOrSetAside)
          .as(bad.get(i))
          .isInstanceOf(UnreadableTableException.class)
          .hasMessageContaining("set aside as");
      assertThat(path).doesNotExist();
      assertThat(folder.resolve("routes.json.unreadable-" + (i + 1))).hasContent(bad.get(i));
    }
  }
}
