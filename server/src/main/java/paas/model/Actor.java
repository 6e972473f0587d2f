package paas.model;

/**
 * Who acts.
 *
 * @param name as shown in events, such as the key's name
 */
public record Actor(String name) {
  /** The platform itself, for what nobody asked for in person. */
  public static final Actor PLATFORM = new Actor("paas");

  public Actor {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an actor has a name");
    }
  }
}
