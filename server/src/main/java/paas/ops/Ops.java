package paas.ops;

import java.util.List;
import paas.model.Actor;
import paas.model.AppName;

/** The one way in for every wish: authorise, validate, do, record. Thread-safe. */
public interface Ops {
  /**
   * Carries out a command.
   *
   * @throws paas.model.UserError when the user can mend it
   */
  <R> R execute(Actor who, Command<R> command);

  /** The apps that this actor may know of, by name. */
  List<AppName> visible(Actor who);
}
