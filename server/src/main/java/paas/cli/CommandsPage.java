package paas.cli;

import java.util.List;

/** The text of docs/commands.md. */
public final class CommandsPage {
  private static final String DIFFERENCES =
      """

      ## Where Heroku's and Dokku's ways are not taken

      - The only app need not be named. A name that is nobody's is an error (20) and never an
        argument of another app, so a slip cannot change the wrong app.
      - `config:set`, `ps:scale`, `ps:restart` and `rollback` show the deploy that they set off and
        return when it is healthy, or fail as it does. Ctrl-C leaves it going; `builds:output` shows
        it again.
      - `run` hands several words on unchanged and gives one word to a shell. Nothing else on this
        page ever reaches a shell.
      - `config:import` and `keys:add` read standard input, because the server cannot read your
        files.
      - What destroys asks only where it can: with `ssh -t`. Otherwise it wants `--confirm APP`.
      """;

  private CommandsPage() {}

  /** The page for a table, ending in a line end. */
  public static String of(VerbTable table) {
    StringBuilder page = new StringBuilder();
    page.append("# Commands\n\n");
    page.append("Made from the table of verbs, as are the help and the completion.\n");
    page.append("`ssh paas help` shows the same on any server.\n\n```\n");
    Help.ofAll(table).forEach(line -> page.append(line).append('\n'));
    page.append("```\n\nExit status: 0 done; 1 failed; 2 wrong words; 20 no such app; ");
    page.append("130 cancelled. `run` gives back its command's own.\n");
    table.topics().forEach((topic, verbs) -> topic(page, topic, verbs));
    return page.append(DIFFERENCES).toString();
  }

  private static void topic(StringBuilder page, String topic, List<Verb> verbs) {
    page.append("\n## ").append(topic).append('\n');
    for (Verb verb : verbs) {
      page.append("\n```\n");
      Help.ofVerb(verb).forEach(line -> page.append(line).append('\n'));
      page.append("```\n");
    }
  }
}
