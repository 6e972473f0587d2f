package paas.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An app that writes without end beside one that says little, and a reader that has stopped. {@code
 * -Dpaas.logs.seconds=60} makes it long; scripts/bench/log-pressure.sh measures it.
 */
@Tag("house")
@Timeout(300)
@ParameterizedClass(name = "{0}")
@EnumSource(EngineKind.class)
class LogPressureTest {
  @RegisterExtension static final Houses HOUSES = new Houses();

  private static final int SECONDS = Integer.getInteger("paas.logs.seconds", 5);
  private static final long RATE = 50_000_000;
  private static final long MEGABYTE = 1 << 20;

  /**
   * {@code GET /write?rate=N} writes lines at this rate and answers how much it was, and a blank
   * now and then before, for nobody waits for a silent answer.
   */
  private static final String SERVER =
      """
      const http = require('http');
      const fs = require('fs');
      const rest = 'x'.repeat(80);
      function write(rate, seconds) {
        const size = rate > 1e6 ? 200 : 1;
        const began = performance.now();
        let lines = 0, bytes = 0, past = 0;
        return new Promise(end => (function some() {
          const turn = performance.now() + 100;
          while ((past = performance.now() - began) < seconds * 1000 && bytes < rate * past / 1000
              && performance.now() < turn) {
            let block = '';
            for (let i = 0; i < size; i++) block += 'n ' + lines++ + ' ' + rest + '\\n';
            for (let at = 0; at < block.length;) at += fs.writeSync(1, block.slice(at));
            bytes += block.length;
          }
          if (past < seconds * 1000) setTimeout(some, 1);
          else end({lines: String(lines), bytes: String(bytes), seconds: String(past / 1000)});
        })());
      }
      http.createServer(async (request, response) => {
        const url = new URL(request.url, 'http://x');
        const query = name => url.searchParams.get(name);
        if (url.pathname === '/say') fs.writeSync(1, query('text') + '\\n');
        const alive = setInterval(() => response.write(' '), 5000);
        const said = url.pathname === '/write' ? await write(+query('rate'), +query('seconds')) : {};
        clearInterval(alive);
        response.end(JSON.stringify(said));
      }).listen(process.env.PORT);
      """;

  private final EngineKind engine;

  LogPressureTest(EngineKind engine) {
    this.engine = engine;
  }

  /** Somebody who follows a log, and what of it this test looks at. */
  private record Reader(Process process, ConcurrentLinkedQueue<String> told) {
    static Reader of(Process process) {
      Reader reader = new Reader(process, new ConcurrentLinkedQueue<>());
      Thread.ofVirtual().start(reader::read);
      return reader;
    }

    private void read() {
      try (BufferedReader lines = process.inputReader()) {
        String line = lines.readLine();
        while (line != null) {
          if (!line.contains(" n ")) {
            told.add(line);
          }
          line = lines.readLine();
        }
      } catch (IOException e) {
        told.add(e.toString());
      }
    }

    boolean saw(String text) {
      return told.stream().anyMatch(line -> line.contains(text));
    }

    void signal(String name) {
      Shell.run("kill", "-" + name, Long.toString(process.pid())).ok();
    }
  }

  private static Project app(Desk desk, String name) throws IOException {
    return desk.project(name).write("package.json", Apps.PACKAGE).write("server.js", SERVER);
  }

  @HouseTest
  void anAppThatWritesWithoutEndHurtsNobody() throws Exception {
    House house = HOUSES.of(engine);
    Desk desk = house.desk();
    app(desk, "log-flood").commit("First").push().ok();
    app(desk, "log-quiet").commit("First").push().ok();
    List<Reader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        readers.add(Reader.of(desk.begin("logs", "log-flood", "-t", "-n", "0")));
      }
      awaitSaid(house, readers, "begin");
      Reader stopped = readers.getFirst();
      stopped.signal("STOP");
      Web.Answer flood = flood(house);
      bounded(house);
      awaitSaid(house, readers.subList(1, 5), "the-end");
      stopped.signal("CONT");
      // What a busy Docker lets through may fit the queue of a reader that does not read.
      await()
          .atMost(House.SOON)
          .until(() -> engine == EngineKind.DOCKER || stopped.saw("lines dropped here"));
      awaitSaid(house, List.of(stopped), "at-last");

      double rate =
          Double.parseDouble(flood.field("bytes")) / Double.parseDouble(flood.field("seconds"));
      System.out.printf("log pressure, %s: the app wrote %.1f MB/s%n", engine, rate / 1e6);
      if (engine == EngineKind.DOCKER && rate > 10e6) {
        assertThat(readers).anyMatch(reader -> reader.saw("may be missing"));
      }
    } finally {
      readers.forEach(reader -> reader.process().destroyForcibly());
    }
  }

  /** All followers show what the app says now. */
  private static void awaitSaid(House house, List<Reader> readers, String text) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          house.web("log-flood").get("/say?text=" + text);
          return readers.stream().allMatch(reader -> reader.saw("]: " + text));
        });
  }

  /** The quiet app says its lines at the same time, and none of them is missing. */
  private static Web.Answer flood(House house) throws Exception {
    CompletableFuture<Web.Answer> flood =
        CompletableFuture.supplyAsync(
            () -> write(house, "log-flood", RATE), Executors.newVirtualThreadPerTaskExecutor());
    Web.Answer quiet = write(house, "log-quiet", 10_000);
    int lines = Integer.parseInt(quiet.field("lines"));
    List<Integer> all = IntStream.range(0, lines).boxed().toList();
    await()
        .atMost(House.SOON)
        .untilAsserted(() -> assertThat(numbers(house, lines)).isEqualTo(all));
    return flood.get();
  }

  private static Web.Answer write(House house, String app, long rate) {
    try {
      return house.web(app).get("/write?seconds=" + SECONDS + "&rate=" + rate);
    } catch (IOException e) {
      throw new AssertionError(app + " did not answer", e);
    }
  }

  private static List<Integer> numbers(House house, int lines) {
    Pattern number = Pattern.compile("app\\[web\\.1]: n (\\d+) ");
    return house
        .desk()
        .paas("logs", "log-quiet", "-n", Integer.toString(lines + 100))
        .ok()
        .out()
        .lines()
        .map(number::matcher)
        .filter(Matcher::find)
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }

  private void bounded(House house) throws IOException {
    Matcher pid = Pattern.compile("pid=(\\d+)").matcher(house.words());
    assertThat(pid.find()).isTrue();
    Matcher memory =
        Pattern.compile("VmRSS:\\s+(\\d+) kB")
            .matcher(Files.readString(Path.of("/proc", pid.group(1), "status")));
    assertThat(memory.find()).isTrue();
    assertThat(Long.parseLong(memory.group(1)) << 10).isLessThan(512 * MEGABYTE);
    assertThat(used(house.data().resolve("logs"))).isLessThan(2 * 24 * MEGABYTE + 30 * MEGABYTE);
    if (engine == EngineKind.PROCESS) {
      // What is unread is bounded, and what was read is given back.
      await().atMost(House.SOON).until(() -> used(house.data().resolve("run")) < 48 * MEGABYTE);
    }
  }

  private static long used(Path folder) {
    return Long.parseLong(Shell.run("du", "-sk", folder.toString()).ok().out().split("\t", -1)[0])
        << 10;
  }
}
