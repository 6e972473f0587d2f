package paas.proxy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the proxy answers by itself: a failure's page, or what a certificate authority asks for. */
final class OwnAnswer {
  private final Downstream client;
  private final Loop loop;
  private final Facts facts;
  private String fields = "";

  OwnAnswer(Downstream client, Facts facts) {
    this.client = client;
    this.facts = facts;
    loop = client.loop;
  }

  /** Gets ready for another exchange. */
  void start() {
    fields = "";
  }

  /** Header lines beside those of every page. */
  void alsoSay(String lines) {
    fields = lines;
  }

  /**
   * Sends a failure's page. False: some of it waits.
   *
   * @param route whose pages are shown; null: the proxy's own
   */
  boolean page(Failure failure, int status, boolean closes, @Nullable LiveRoute route)
      throws IOException {
    loop.out.clear();
    facts.status = status;
    facts.bytes = loop.shared.pages.write(loop.out, failure, facts, closes, fields, route);
    return client.wire.send(loop.out.array(), 0, loop.out.size());
  }

  /** Answers an authority. False: some of it waits. */
  boolean challenge(String text, boolean closes) throws IOException {
    loop.out.clear();
    facts.status = 200;
    facts.bytes = Challenges.write(loop.out, text, facts.toHead, closes);
    return client.wire.send(loop.out.array(), 0, loop.out.size());
  }
}
