package paas.ssh;

import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import paas.cli.Action;
import paas.cli.AppUse;
import paas.cli.Call;
import paas.cli.CallerGone;
import paas.cli.Cancelled;
import paas.cli.Terminal;
import paas.cli.Verb;
import paas.model.UserError;
import picocli.CommandLine.Parameters;

/** Verbs that show what a verb gets from the door. */
final class TestVerbs {
  final AtomicInteger waiting = new AtomicInteger();
  final AtomicInteger cancelled = new AtomicInteger();
  final AtomicLong flooded = new AtomicLong();
  final AtomicInteger givenUp = new AtomicInteger();

  List<Verb> all() {
    return List.of(
        Verb.of("apps:destroy", "destroys", "apps:destroy shop", () -> TestVerbs::destroy),
        Verb.of("echo", "prints its words", "echo shop hi", Echo::new).passingOn(),
        none(
            "count",
            call -> {
              call.console()
                  .line(Long.toString(call.stdin().transferTo(OutputStream.nullOutputStream())));
              return 0;
            }),
        none("exit", call -> 7),
        none(
            "fail",
            call -> {
              call.console().line("on stdout");
              throw UserError.failed("it did not work", "try another way");
            }),
        none(
            "crash",
            call -> {
              throw new IllegalStateException("secret detail");
            }),
        none(
            "whoami",
            call -> {
              call.console().line(call.actor().name());
              return 0;
            }),
        none("tty", TestVerbs::tty),
        none("resize", TestVerbs::resize),
        none("flood", this::flood),
        none("wait", this::waits));
  }

  private static Verb none(String name, Action action) {
    return Verb.of(name, "does " + name, name, () -> action).app(AppUse.NONE);
  }

  private static int destroy(Call call) throws Exception {
    call.confirm(call.app().value(), "shop and its data will be lost");
    call.console().result("destroyed " + call.app());
    return 0;
  }

  private static int tty(Call call) {
    String seen =
        call.terminal().map(t -> t.type() + " " + t.columns() + "x" + t.rows()).orElse("none");
    call.console().line(seen);
    return 0;
  }

  private static int resize(Call call) throws Exception {
    Terminal terminal = call.terminal().orElseThrow();
    CountDownLatch resized = new CountDownLatch(1);
    terminal.onResize((columns, rows) -> {
      call.console().line("now " + columns + "x" + rows);
      resized.countDown();
    });
    call.console().line("ready at " + terminal.columns() + "x" + terminal.rows());
    return resized.await(10, TimeUnit.SECONDS) ? 0 : 1;
  }

  /** Says something for as long as it is taken. */
  private int flood(Call call) {
    String line = "x".repeat(1 << 15);
    try {
      while (true) {
        call.console().line(line);
        flooded.addAndGet(line.length());
      }
    } catch (CallerGone e) {
      givenUp.incrementAndGet();
      throw e;
    }
  }

  private int waits(Call call) throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    call.cancel().onCancel(stop::countDown);
    call.console().line("waiting");
    waiting.incrementAndGet();
    if (!stop.await(20, TimeUnit.SECONDS)) {
      return 1;
    }
    cancelled.incrementAndGet();
    throw new Cancelled();
  }

  /** Prints each word on a line of its own, as it came. */
  private static final class Echo implements Action {
    @Parameters(index = "0..*", paramLabel = "WORD", description = "what to print")
    @Nullable List<String> words;

    @Override
    public int run(Call call) {
      call.console().line(call.app().value());
      if (words != null) {
        call.console().lines(words.stream().map(word -> "[" + word + "]").toList());
      }
      return 0;
    }
  }
}
