package quotes;

import io.javalin.Javalin;

/** Says what was said. */
public final class Quotes {
  private Quotes() {}

  public static void main(String[] args) {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "7000"));
    Javalin.create()
        .get("/", context -> context.result("\"Simplicity is prerequisite for reliability.\"\n"))
        .get("/{who}", context -> context.result(context.pathParam("who") + " said nothing\n"))
        .start(port);
  }
}
