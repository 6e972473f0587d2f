package paas.ssh.verbs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import paas.cli.Action;
import paas.cli.Call;
import paas.cli.Table;
import paas.cli.Verb;
import paas.ops.Ops;
import paas.ops.PageCommands.PagesReport;
import paas.ops.PageCommands.SetPage;
import paas.ops.PageCommands.ShowPages;
import picocli.CommandLine.Parameters;

/** {@code error-page:...} */
final class PageVerbs {
  /** More than any page may have, in bytes. */
  private static final int MOST_STDIN = 1 << 17;

  private PageVerbs() {}

  static List<Verb> of(Ops ops) {
    return List.of(
        Verb.of(
                "error-page",
                "shows which pages of its own an app has",
                "error-page shop",
                () -> call -> show(call, ops.execute(call.actor(), new ShowPages(call.app()))))
            .alias("error-page:report"),
        Verb.of(
            "error-page:set",
            "answers with a page of the app's own when it fails, or under maintenance",
            "error-page:set shop maintenance < page.html",
            () -> new Change(ops, true)),
        Verb.of(
            "error-page:remove",
            "goes back to the proxy's own page",
            "error-page:remove shop maintenance",
            () -> new Change(ops, false)));
  }

  private static int show(Call call, PagesReport report) {
    return call.show(
        report,
        () -> {
          Table table = new Table("PAGE", "HTML");
          report
              .pages()
              .forEach(page -> {
                String html = page.html();
                String size = html == null ? "(the proxy's own)" : html.length() + " characters";
                table.row(page.kind(), size);
              });
          call.console().table(table);
        });
  }

  private static final class Change implements Action {
    private final Ops ops;
    private final boolean own;

    @Parameters(
        paramLabel = "PAGE",
        description = "error (any status from 500 on that the proxy answers with) or maintenance")
    String kind = "";

    Change(Ops ops, boolean own) {
      this.ops = ops;
      this.own = own;
    }

    @Override
    public int run(Call call) {
      String html = own ? stdin(call) : null;
      return show(call, ops.execute(call.actor(), new SetPage(call.app(), kind, html)));
    }

    private static String stdin(Call call) {
      try {
        return new String(call.stdin().readNBytes(MOST_STDIN), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
