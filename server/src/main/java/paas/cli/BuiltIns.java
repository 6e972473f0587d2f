package paas.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The verbs about the table itself. */
public final class BuiltIns {
  private BuiltIns() {}

  /** A table of {@code verbs} with help, version and completion after them. */
  public static VerbTable table(List<Verb> verbs, String version) {
    List<VerbTable> made = new ArrayList<>();
    Supplier<VerbTable> table = made::getFirst;
    List<Verb> all = new ArrayList<>(verbs);
    all.add(
        Verb.of("help", "shows all verbs, a topic's or one", "help apps", () -> new ShowHelp(table))
            .alias("--help", "-h")
            .app(AppUse.NONE));
    all.add(
        Verb.of("version", "shows the server's version", "version", () -> new ShowVersion(version))
            .alias("--version")
            .app(AppUse.NONE));
    all.add(
        Verb.of(
                "completion",
                "prints a script that completes ssh paas with TAB",
                "completion bash >> ~/.bashrc",
                () -> new ShowCompletion(table))
            .app(AppUse.NONE));
    made.add(new VerbTable(all));
    return table.get();
  }

  private static final class ShowHelp implements Action {
    private final Supplier<VerbTable> table;

    @Parameters(
        arity = "0..1",
        paramLabel = "TOPIC|VERB",
        description = "such as apps or apps:create")
    @Nullable String about;

    ShowHelp(Supplier<VerbTable> table) {
      this.table = table;
    }

    @Override
    public int run(Call call) {
      call.console().lines(lines());
      return 0;
    }

    private List<String> lines() {
      return about == null ? Help.ofAll(table.get()) : lines(about);
    }

    private List<String> lines(String name) {
      Optional<Verb> verb = table.get().find(name);
      List<Verb> topic = table.get().topics().getOrDefault(name, List.of());
      if (topic.size() > 1 || (verb.isEmpty() && !topic.isEmpty())) {
        return Help.ofTopic(topic);
      }
      return Help.ofVerb(verb.orElseThrow(() -> Verbs.unknown(table.get(), name)));
    }
  }

  private record ShowVersion(String version) implements Action {
    @Override
    public int run(Call call) {
      if (call.flags().json()) {
        call.console().json(this);
      } else {
        call.console().line("paas " + version);
      }
      return 0;
    }
  }

  private static final class ShowCompletion implements Action {
    private final Supplier<VerbTable> table;

    @Parameters(index = "0", paramLabel = "bash|zsh", description = "the shell you type in")
    Shell shell = Shell.bash;

    ShowCompletion(Supplier<VerbTable> table) {
      this.table = table;
    }

    @Override
    public int run(Call call) {
      call.console()
          .line(
              switch (shell) {
                case bash -> CompletionScript.bash(table.get());
                case zsh -> CompletionScript.zsh(table.get());
              });
      return 0;
    }

    /** The shells that have a script; the names are what a user types. */
    enum Shell {
      bash,
      zsh
    }
  }
}
