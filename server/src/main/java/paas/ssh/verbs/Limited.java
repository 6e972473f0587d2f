package paas.ssh.verbs;

import paas.cli.Action;
import paas.model.UserError;
import picocli.CommandLine.Option;

/** A list that may be long. */
abstract class Limited implements Action {
  private static final int MOST = 10_000;

  @Option(
      names = {"-n", "--num"},
      paramLabel = "N",
      description = "how many; 20 when left out")
  int number = 20;

  int limit() {
    if (number < 1 || number > MOST) {
      throw UserError.usage("-n " + number + " is out of range", "-n takes 1 to " + MOST);
    }
    return number;
  }
}
