package paas.ops;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import paas.model.Actor;
import paas.model.App;
import paas.model.AppName;
import paas.store.Store;

/** Every command with its one handler. */
public final class Table implements Ops {
  private final Store store;
  private final Map<Class<?>, Handler<Command<Object>, Object>> handlers = new HashMap<>();

  /** Does what one kind of command wishes. */
  interface Handler<C extends Command<R>, R> {
    R handle(Actor who, C command);
  }

  public Table(Store store) {
    this.store = store;
  }

  /** Sets the handler of a command; each command has exactly one. */
  <C extends Command<R>, R> void on(Class<C> type, Handler<C, R> handler) {
    Handler<Command<Object>, Object> erased =
        (who, command) -> handler.handle(who, type.cast(command));
    if (handlers.put(type, erased) != null) {
      throw new IllegalStateException(type.getSimpleName() + " has two handlers");
    }
  }

  @Override
  @SuppressWarnings("unchecked") // on() ties a command's class to a handler of its own result type
  public <R> R execute(Actor who, Command<R> command) {
    @Nullable Handler<Command<Object>, Object> handler = handlers.get(command.getClass());
    if (handler == null) {
      throw new IllegalStateException(command.getClass().getSimpleName() + " has no handler");
    }
    return (R) handler.handle(who, (Command<Object>) command);
  }

  /** Whether the command has a handler. */
  boolean knows(Class<?> command) {
    return handlers.containsKey(command);
  }

  @Override
  public List<AppName> visible(Actor who) {
    return store.apps().list().stream().map(App::name).toList();
  }
}
